# Nowa szansa: szkic.
draft-title = Nowa szansa: sprawdź i zapisz
draft-title-team = Nowa szansa w „{ $team }”: sprawdź i zapisz
draft-client = <b>{ $client }</b>
draft-client-title = <b>{ $client }</b> · { $title }
draft-words = { $title }
draft-amount = 💰 { $amount }
draft-close = 📅 { $close }
draft-cut-client = ✂️ Nazwa ma więcej niż { $limit } znaków: całą masz w tytule.
draft-cut-title = ✂️ W tytule zmieściło się tylko pierwsze { $limit } znaków.
draft-cut-step = ✂️ W następnym kroku zmieściło się tylko pierwsze { $limit } znaków.
draft-button-save = ✅ Zapisz
draft-field-stage = Etap

# Pytanie po pytaniu.
draft-guide = Nowa szansa · { $number } z { $total }
draft-ask-stage = 📍 Na jakim jest etapie?
draft-ask-step = ➡️ Co dalej i kiedy?
    Na przykład: zadzwonić do Jana jutro o 10:00
draft-ask-contact = Albo wyślij kontakt: 📎 → Kontakt
draft-button-skip = Pomiń ›
draft-button-next = Dalej ›
draft-button-finish = Gotowe
draft-bad-stage = Dla nowej szansy nie ma etapu „{ $text }”. Wybierz przyciskiem.
draft-bad-source = Na waszej liście nie ma źródła „{ $text }”. Wybierz przyciskiem.

# Szanse, których może dotyczyć wpisany tekst.
draft-matches = Czy to jedna z tych szans? Jeśli nie, wybierz „Nowa szansa”: nic nie zginie.
draft-matches-viewer = Pasujące szanse:
draft-matches-more = Jest ich więcej: wpisz dłuższą nazwę.
draft-viewer = Możesz tu oglądać szanse, ale nie dodawać. Inną rolę nada admin zespołu.
draft-no-team = Nie należysz jeszcze do zespołu, więc nie ma gdzie zapisać szansy.

# Jak skończył się szkic.
draft-cancelled = Nie zapisano: { $what }
draft-cancelled-empty = Nowej szansy nie będzie.
draft-kept = Szkic zachowany: { $what }
draft-button-open = Otwórz szkic
gone-draft = Nie masz takiego szkicu.
