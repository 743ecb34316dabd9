# Links into a team. A count of 0 means: for ever, any number.
invite-days =
    { $count ->
        [0] no expiry
        [one] { $count } day
       *[other] { $count } days
    }
invite-days-short = { $count } d
invite-uses =
    { $count ->
        [0] any number of people
        [one] { $count } person
       *[other] { $count } people
    }
invite-uses-short =
    { $count ->
        [one] { $count } person
       *[other] { $count } people
    }
invite-no-limit = ∞
invite-until = until { $day }
invite-used = { $count } joined
invite-draft = A link into { $team } for:
    { $role } · { $days } · { $uses }
invite-make = 🔗 Make the link
invite-working = Working links
invite-made = 🔗 Link into { $team }
    { $terms }

    { $url }

    Copy or share it now: I keep no copy.
invite-copy = Copy
invite-share = Share
invite-share-text = Join { $team } in Dealnudge
invite-another = One more link
invite-new = New link
invite-list =
    { $count ->
        [0] { $team } has no working links.
        [one] { $team } · { $count } working link
       *[other] { $team } · { $count } working links
    }
invite-line = { $number }. { $terms } · by { $name }
invite-revoke = Revoke { $number }
invite-revoked = Revoked
joined = ✅ Welcome to { $team }! Your role: { $role }.
joined-next = Send me one line about a deal, such as
    Acme 120k offer friday
joined-already = You are in { $team } already, as { $role }. It is your current team now.
joined-role-stays = This link is for the role { $role }, but a link changes nobody's role: your admin can.
somebody-joined = { $name } joined { $team } by your link. Role: { $role }.
invite-refused-unknown = This invite link is unknown. Check that it is complete, or ask for a new one.
invite-refused-expired = This invite link has expired. Ask for a new one.
invite-refused-used_up = This invite link is used up. Ask for a new one.
invite-refused-revoked = This invite link was revoked. Ask for a new one.
