"""Sentences for the years no script tells. All of it is invented, fits any plan, and names
nobody."""

WHOLE = (
    "Kvartalet er gået, som vi ventede. De fleste aktiviteter følger planen, og det, der er "
    "bagud, er der taget fat på.",
    "Der kommer flere til aktiviteterne end i kvartalet før. Enkelte forløb trækker ud, fordi "
    "partnerne har haft travlt.",
    "Vi har brugt kvartalet på at få de nye hold i gang. Resten af året ventes at følge planen.",
    "Fremmødet er godt, og de frivillige bærer mere selv. Det, der er bagud, ventes indhentet.",
)
BEHIND = (
    "To hold begyndte en måned senere end planlagt.",
    "Færre meldte sig end ventet. Vi inviterer igen med opslag i opgangene.",
    "Partneren manglede en medarbejder i en del af perioden.",
    "De fleste forløb varer et halvt år og tæller først med, når de er slut.",
    "Lokalet var lukket i tre uger, mens der blev malet.",
    "Frivillige er faldet fra, og nye er ved at komme til.",
)
LATE = (
    "Mødet blev aflyst af partneren og er lagt på ny.",
    "Materialet er skrevet, men ikke godkendt endnu.",
    "Der manglede deltagere til at begynde holdet.",
)
SHORT = "Aktiviteten er i gang; resten er på vej."
MOVED = (
    "Partneren bad om mere tid.",
    "Bestyrelsen ville have emnet op på sit eget møde først.",
)
DROPPED = (
    "Opgaven er løst på en anden måde.",
    "Partneren har lagt sit tilbud om, så milepælen giver ikke mening længere.",
)
OVERSPENT = "Flere deltog, end vi ventede."
REMARK = "Læs især forklaringerne til de kriterier, der er bagud."
SAID = {
    "status": "Gruppen hørte, hvordan planen går.",
    "budget": "Forbruget blev gennemgået.",
    "milestones": "Milepælene blev gennemgået.",
    "adjustments": "Der var ingen justeringer.",
}
YES = "Indstillingen blev fulgt."
LEAD = "Sekretariatslederen"
PRESENT = {
    "steering_group": ("Formanden for styregruppen", "Den boligsociale koordinator", LEAD),
    "reference_group": ("Afdelingsbestyrelserne", "Lokalinspektøren", LEAD),
}
FOUND = (
    "Deltagerne er glade for tilbuddet, og flere kommer igen.",
    "Samarbejdet fungerer, når aftalerne er skrevet ned.",
    "Tilbuddet når dem, det er for, men for få kender det.",
)
FOLLOWS = (
    "Fortsætter som nu.",
    "Vi skriver aftalerne ned i begyndelsen af året.",
    "Vi fortæller om tilbuddet i nyhedsbrevet.",
)
RISK = (
    "For få frivillige til aftenholdene",
    "Holdene må lægges sammen.",
    "Vi spørger foreningerne om flere hænder.",
    "Tre nye frivillige er begyndt.",
)
INVENTED = "Opdigtede tal til demoen"
COUNTED = "Regnet frem fra tallet før. Opdigtet."
CLOSER, SAME = (
    "Udviklingen går den rigtige vej (opdigtede tal).",
    "Tallene er næsten de samme som året før (opdigtede tal).",
)
