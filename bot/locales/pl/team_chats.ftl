# Czaty zespołu: podłączanie.
chat-hello = 👋 Mogę tu pisać, jak idą szanse.
    Aby zacząć, menedżer lub admin zespołu stuka „Podłącz”.
chat-hello-forum = 👋 Mogę pisać w jednym z tematów, jak idą szanse.
    Aby zacząć, menedżer lub admin zespołu wysyła /connect w tym temacie.
chat-connect = Podłącz
chat-connected = Już tu piszę, jak idą szanse. Co dokładnie, zmienia menedżer lub admin zespołu: /connect.
chat-choose = Który zespół ma tu pisać?
chat-here = ✅ Pisze tu zespół { $team }.
chat-title = { $chat } · { $team }
chat-hears = O czym piszę:
chat-hears-created = Nowe
chat-hears-moved = Ruchy
chat-hears-won = Wygrane
chat-hears-lost = Przegrane
chat-hears-digest = Skrót podsumowania
chat-disconnect = Odłącz
chat-disconnect-sure = Odłączyć „{ $chat }”? Zespół { $team } nie będzie tam już pisać. To, co napisano, zostanie.
chat-disconnected = Zespół { $team } już tu nie pisze.
chat-list = Czaty, w których pisze { $team }.
    Aby dodać temat, wyślij w nim /connect.
chat-list-empty = { $team } nigdzie jeszcze nie pisze. Dodaj mnie do grupy albo wyślij /connect w wybranym temacie.
chat-add = Dodaj do grupy
chat-settings = Ustawienia czatu

# Czaty zespołu: kłopoty.
chat-broken-title = ⚠️ Nie mogę już pisać w „{ $chat }” ({ $team }).
chat-broken-kicked = Usunięto mnie z czatu.
chat-broken-chat_not_found = Czatu już nie ma.
chat-broken-topic_closed = Temat jest zamknięty lub usunięty.
chat-broken-no_rights = Nie mam prawa tam pisać.
chat-repair-how = Napraw to i stuknij „Spróbuj ponownie”.
chat-repair = 🔧 Spróbuj ponownie
chat-repaired = Wysyłam tam linijkę
chat-back = ✅ Zespół { $team } znów tu pisze.

# Czaty zespołu: wiadomości.
post-moved = { $name }: <b>{ $client }</b> → { $stage }
post-back = { $name }: <b>{ $client }</b>, znów { $stage }
post-created = { $name }: nowa szansa <b>{ $client }</b>
post-won = 🏆 { $name }: <b>{ $client }</b> – wygrana
post-lost = ❌ { $name }: <b>{ $client }</b> – przegrana
post-stayed = { $span } na etapie „{ $stage }”
post-open = Otwórz
post-taken-back = ↩️ <b>{ $client }</b>: cofnięto
connect-anonymous = Piszesz jako grupa, więc nie wiem, kim jesteś. Stuknij „Podłącz”: stuknięcie mi to powie.
connect-elsewhere = Napisz /connect w grupie, która ma wiedzieć o szansach; najpierw mnie do niej dodaj.
