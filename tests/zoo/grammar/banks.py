"""Words of levels, columns, fields and bullets that institutions print.

`BLIND` and what follows it are words that the vocabulary of the extractor may not hold (a test
checks it): what they mean is told by the document alone.
"""
# ruff: noqa: E501 - one entry after another reads better than one a line

#: (word in the singular, plural, abbreviation or "")
Word = tuple[str, str, str]

KNOWN: dict[str, tuple[Word, ...]] = {
    "OS": (
        ("Objectif stratégique", "Objectifs stratégiques", "OS"),
        ("OS", "OS", "OS"),
        ("O.S.", "O.S.", "O.S."),
        ("Objectif strat.", "Objectifs strat.", "OS"),
    ),
    "OO": (
        ("Objectif opérationnel", "Objectifs opérationnels", "OO"),
        ("OO", "OO", "OO"),
        ("O.O.", "O.O.", "O.O."),
        ("Obj. op.", "Obj. op.", "OO"),
    ),
    "PROJET": (("Projet", "Projets", "P"), ("Fiche-projet", "Fiches-projets", "P")),
    "ACTION": (
        ("Action", "Actions", "A"),
        ("Action", "Actions", "ACT"),
        ("Fiche action", "Fiches actions", "A"),
    ),
    "SOUS_ACTION": (("Sous-action", "Sous-actions", "SA"),),
}

#: words of sections that a plan without printed objectives uses for its levels
SECTION: dict[str, tuple[Word, ...]] = {
    "OS": (
        ("Axe", "Axes", ""), ("Enjeu", "Enjeux", ""), ("Défi", "Défis", ""),
        ("Ambition", "Ambitions", ""), ("Orientation", "Orientations", ""),
        ("Axe stratégique", "Axes stratégiques", ""), ("Priorité", "Priorités", ""),
    ),
    "OO": (
        ("Levier", "Leviers", ""), ("Chantier", "Chantiers", ""), ("Mesure", "Mesures", ""),
        ("Défi", "Défis", ""), ("Sous-objectif", "Sous-objectifs", ""),
    ),
    "PROJET": (("Programme", "Programmes", ""),),
    "ACTION": (("Mesure", "Mesures", ""),),
}  # fmt: skip

BLIND: dict[str, tuple[Word, ...]] = {
    "OS": (
        ("Cap", "Caps", "CP"), ("Étoile polaire", "Étoiles polaires", "EP"), ("Visée", "Visées", "VS"),
        ("Boussole", "Boussoles", ""), ("Aspiration", "Aspirations", ""),
        ("Ligne de force", "Lignes de force", "LF"), ("Fil rouge", "Fils rouges", "FR"),
        ("Grande cause", "Grandes causes", ""), ("Dessein", "Desseins", ""),
        ("Promesse", "Promesses", ""), ("Volonté", "Volontés", ""), ("Cordée", "Cordées", ""),
        ("Engagement de mandature", "Engagements de mandature", "EM"),
        ("Grand objectif", "Grands objectifs", "GO"), ("Objectif de fond", "Objectifs de fond", "OF"),
        ("Clairière", "Clairières", ""), ("Constellation", "Constellations", ""),
        ("Idée-force", "Idées-forces", "IF"), ("Rêve", "Rêves", ""), ("Finalité majeure", "Finalités majeures", "FM"),
        ("Ligne directrice", "Lignes directrices", "LD"), ("Rive", "Rives", ""),
    ),
    "OO": (
        ("Piste", "Pistes", "PI"), ("Voie", "Voies", "VO"), ("Palier", "Paliers", "PL"),
        ("Balise", "Balises", "BL"), ("Chemin", "Chemins", ""), ("Branche", "Branches", ""),
        ("Escale", "Escales", ""), ("Jalon", "Jalons", "JL"), ("Relais", "Relais", ""),
        ("Objectif de terrain", "Objectifs de terrain", "OT"), ("Halte", "Haltes", ""),
        ("Objectif concret", "Objectifs concrets", "OC"), ("Maillon", "Maillons", ""),
        ("Ressort", "Ressorts", ""), ("Point d’appui", "Points d’appui", "PA"),
        ("Sentier", "Sentiers", ""), ("Front de travail", "Fronts de travail", "FT"),
        ("Promesse de service", "Promesses de service", ""), ("Passerelle", "Passerelles", ""),
        ("Ligne de travail", "Lignes de travail", "LT"), ("Objectif annuel", "Objectifs annuels", ""),
    ),
    "PROJET": (
        ("Ouvrage", "Ouvrages", "OV"), ("Dossier porteur", "Dossiers porteurs", "DP"),
        ("Opération phare", "Opérations phares", ""), ("Bouquet", "Bouquets", "BQ"),
        ("Grand dossier", "Grands dossiers", "GD"),
    ),
    "ACTION": (
        ("Geste", "Gestes", ""), ("Pas", "Pas", ""), ("Concrétisation", "Concrétisations", "CT"),
        ("Démarche", "Démarches", "DM"), ("Brique", "Briques", ""), ("Graine", "Graines", ""),
        ("Opération", "Opérations", "OP"), ("Travail", "Travaux", "TR"), ("Coup de pouce", "Coups de pouce", ""),
        ("Pierre", "Pierres", ""), ("Intervention", "Interventions", "IT"), ("Acte", "Actes", ""),
    ),
    "SOUS_ACTION": (("Fragment", "Fragments", ""), ("Morceau", "Morceaux", ""), ("Volte", "Voltes", "")),
}  # fmt: skip

#: headers of columns that say by their order what the levels are
BLIND_HEADERS: tuple[dict[str, str], ...] = (
    {"OS": "Notre cap", "OO": "Notre chemin", "PROJET": "Nos ouvrages", "ACTION": "Nos pas", "SOUS_ACTION": "Pas à pas"},
    {"OS": "Ce que nous voulons", "OO": "Comment y arriver", "PROJET": "Par quels dossiers", "ACTION": "Ce que nous ferons", "SOUS_ACTION": "Dans le détail"},
    {"OS": "À long terme", "OO": "À moyen terme", "PROJET": "Dossiers", "ACTION": "Dans les faits", "SOUS_ACTION": "Plus précisément"},
    {"OS": "Le grand pourquoi", "OO": "Le comment", "PROJET": "Par quels moyens d’abord", "ACTION": "Le quoi", "SOUS_ACTION": "Et encore"},
)  # fmt: skip

BULLETS = ("•", "-", "–", "*", "o", "▪", "➢", "→")
#: all drawn by the standard fonts of PDF
BLIND_BULLETS = ("~", "»", "=:", "¶", "::", "†")

#: printed labels of the contract's attributes
FIELDS: dict[str, tuple[str, ...]] = {
    "responsibles": ("Pilote", "Responsable", "Agent traitant", "Porteur"),
    "services": ("Service", "Service gestionnaire", "Services concernés"),
    "mandataries": ("Mandataire", "Responsable politique", "Échevin"),
    "partners": ("Partenaires", "Partenaires externes"),
    "deadline": ("Échéance", "Délai"),
    "budget": ("Budget", "Budget estimé", "Estimation budgétaire"),
    "indicators": ("Indicateur", "Indicateurs", "Indicateur de résultat"),
    "status": ("Statut", "État d’avancement", "Avancement"),
    "sdgs": ("ODD", "Objectifs de développement durable"),
}
#: columns and labels that no key of the contract takes; their values belong to nothing
STRAY_FIELDS = (("Farde", ("F12", "F7", "B3", "A41")), ("Visa", ("JD", "ML", "PB")))

TITLE_LABELS = ("Intitulé", "Titre", "Libellé", "Dénomination")
FORM_HEADS = ("Fiche de suivi", "Fiche technique", "Fiche descriptive", "")
ORDINALS = ("Premier", "Deuxième", "Troisième", "Quatrième", "Cinquième", "Sixième", "Septième")
ORDINALS_F = ("Première", *ORDINALS[1:])
FEMININE = {
    "Étoile polaire",
    "Visée", "Boussole", "Aspiration", "Ligne de force", "Grande cause", "Promesse", "Volonté",
    "Cordée", "Clairière", "Constellation", "Idée-force", "Finalité majeure", "Ligne directrice",
    "Rive", "Ambition", "Orientation", "Priorité",
}  # fmt: skip
