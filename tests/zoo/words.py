"""Word banks from which the zoo composes French plan wording; everything here is invented."""
# ruff: noqa: E501 - one entry after another reads better than one a line

MUNICIPALITIES = (
    "Valbois-sur-Semelle", "Hautefontaine", "Grandpré-les-Étangs", "Moulinsart-le-Vieux",
    "Rochelune", "Clairbief", "Petit-Vauchamp", "Orvenne", "Saint-Aubert-en-Condrois",
    "Fontenelle-au-Mont", "Les Trois-Ruisseaux", "Beauregnies", "Mirvaux", "Tilleulmont",
)  # fmt: skip

VERBS = (
    ("Développer", "Développement"), ("Créer", "Création"), ("Renforcer", "Renforcement"),
    ("Améliorer", "Amélioration"), ("Organiser", "Organisation"), ("Rénover", "Rénovation"),
    ("Mettre en place", "Mise en place"), ("Moderniser", "Modernisation"),
    ("Installer", "Installation"), ("Poursuivre", "Poursuite"), ("Évaluer", "Évaluation"),
    ("Étendre", "Extension"), ("Aménager", "Aménagement"), ("Réaliser", "Réalisation"),
    ("Élaborer", "Élaboration"), ("Actualiser", "Actualisation"), ("Sécuriser", "Sécurisation"),
    ("Promouvoir", "Promotion"), ("Planifier", "Planification"), ("Adapter", "Adaptation"),
    ("Entretenir", "Entretien"), ("Valoriser", "Valorisation"), ("Remplacer", "Remplacement"),
    ("Simplifier", "Simplification"), ("Repenser", "Révision"), ("Soutenir", "Accompagnement"),
)  # fmt: skip

OBJECTS = (
    "un plan de mobilité douce", "le réseau de pistes cyclables", "les outils numériques du personnel",
    "une épicerie sociale", "la bibliothèque communale", "l’accueil des nouveaux habitants",
    "les plaines de jeux des villages", "un guichet unique", "la gestion des archives",
    "l’éclairage public", "le parc de logements de transit", "les trottoirs du centre",
    "une cellule de prévention du surendettement", "un jardin partagé", "la salle polyvalente",
    "le site internet de la commune", "les permanences du service social", "un plan de formation",
    "l’école du quartier de la gare", "les repas à domicile", "la crèche « Les P’tits Loups »",
    "un conseil consultatif des aînés", "le chauffage de la maison communale", "un potager collectif",
    "les chemins et sentiers vicinaux", "la collecte des déchets verts", "une maison de jeunes",
    "le service des travaux", "les marchés publics conjoints", "un bulletin d’information trimestriel",
    "la procédure d’engagement des agents", "une initiative locale d’accueil", "le cimetière central",
    "les bornes de recharge pour véhicules électriques", "un règlement de travail commun",
    "la réinsertion socioprofessionnelle des bénéficiaires", "le tissu associatif local",
    "les halls sportifs", "une charte d’accueil", "la centrale téléphonique", "un budget participatif",
    "le suivi des dossiers d’urbanisme", "les haies et vergers du domaine public",
    "la fracture numérique chez les seniors", "un relevé des bâtiments énergivores",
    "l’atelier de couture solidaire", "le transport à la demande", "une donnerie mensuelle",
    "les stages de vacances pour enfants", "un marché de producteurs", "la toiture de l’académie",
    "le cadastre des logements inoccupés", "un protocole de collaboration avec la zone de police",
)  # fmt: skip

PURPOSES = (
    "afin de répondre aux besoins de la population", "en collaboration avec les communes voisines",
    "dans chaque village de l’entité", "pour les personnes à mobilité réduite",
    "au bénéfice des familles monoparentales", "en lien avec le Plan de cohésion sociale",
    "avec l’aide de la Province", "d’ici la fin de la mandature", "en interne et en externe",
    "par le biais d’un appel à projets", "tout au long de l’année", "en partenariat avec le Forem",
    "sur base d’un diagnostic partagé", "dans le respect de l’environnement",
    "auprès des jeunes de 12 à 18 ans", "pour un meilleur service au citoyen",
    "en veillant à l’égalité des chances", "en concertation avec le personnel",
    "et en assurer le suivi", "de manière durable", "grâce aux subsides régionaux",
)  # fmt: skip

TAILS = (
    "en tenant compte des moyens humains et financiers disponibles, des attentes exprimées lors des "
    "rencontres citoyennes et des recommandations formulées par les services concernés",
    "de façon à garantir un accueil de qualité, une information claire et accessible à chacun ainsi "
    "qu’un traitement équitable et rapide des demandes introduites auprès de l’administration",
    "notamment par la mise à disposition de locaux adaptés, par l’achat de matériel et par la "
    "formation continue des agents qui en auront la charge au quotidien",
    "tout en poursuivant les synergies existantes entre la commune et le centre public d’action "
    "sociale, en particulier pour les ressources humaines, l’informatique et les achats groupés",
)  # fmt: skip

OS_INSTITUTION = ("un CPAS", "un C.P.A.S.", "un centre public d’action sociale")
OS_COMMUNE = ("une commune", "une administration", "une institution", "une commune dynamique")
OS_CLAUSES = (
    "qui répond aux besoins de ses habitants", "qui est attentive au bien-être de chacun",
    "où il fait bon travailler", "qui favorise l’inclusion et l’autonomie",
    "qui lutte contre toutes les formes de précarité", "qui gère ses finances avec rigueur",
    "qui communique mieux et plus souvent", "où la mobilité est pensée pour tous",
    "qui préserve son patrimoine et son cadre de vie", "qui s’ouvre aux nouvelles technologies",
    "qui garantit l’accès au logement", "qui soutient les familles et la petite enfance",
    "qui réduit son empreinte écologique", "qui prend soin des aînés",
    "qui encourage la participation et le vivre-ensemble", "dont les services sont accessibles",
)  # fmt: skip
OS_NOUNS = (
    "Une gouvernance moderne et transparente", "La transition écologique et énergétique",
    "Un cadre de vie agréable et sûr", "La cohésion sociale et la solidarité",
    "Une administration efficace et proche du citoyen", "Le bien-être au travail",
    "Une économie locale dynamique", "L’enseignement, la culture et le sport pour tous",
    "Une mobilité apaisée", "L’accès de tous aux droits fondamentaux",
)  # fmt: skip

NUMBER_STARTS = (
    "2 agents seront engagés à mi-temps pour renforcer l’équipe sociale",
    "3 assistants sociaux suivront la formation en médiation de dettes",
    "70 personnes bénéficieront d’un accompagnement individuel",
    "100 arbres plantés chaque année dans les espaces publics",
    "12 logements publics seront rénovés sur la période",
    "5 points de collecte supplémentaires dans les villages",
    "30 km/h dans toutes les rues proches des écoles",
    "1 référent par service est désigné pour la sécurité",
)  # fmt: skip
SENTENCES = (
    "Chaque demande est examinée dans un délai de quinze jours",
    "Le service sera accessible sans rendez-vous le mercredi après-midi",
    "Une enquête de satisfaction sera menée auprès des usagers",
    "Les agents participent à une journée d’échange deux fois par an",
    "La commune met un local à la disposition des associations",
    "Un rapport est présenté au Conseil en fin d’exercice",
    "Les bénéficiaires sont informés de leurs droits lors du premier entretien",
    "Des ateliers de cuisine sont proposés aux jeunes ménages",
    "L’inventaire du matériel est tenu à jour par le responsable du magasin",
)  # fmt: skip
PARENTHESES = (
    "(écoles, crèches, maisons de repos)", "(ILA, AVIQ, AIS, etc.)", "(voir aussi le volet interne)",
    "(site internet, bulletin communal, réseaux sociaux…)", "(PCDR/PCDN)", "(min. 2 fois par an)",
    "(article 61)", "(R.G.P.D.)", "(2025 à 2027)",
)  # fmt: skip
COLON_ENDS = (
    ": achat de matériel, formation et suivi", ": vers une approche intégrée",
    ": phase d’étude et réalisation", ": une priorité pour tous les services",
)  # fmt: skip
SPECIALS = (
    "Réduire de 20 % la consommation d’eau et d’électricité des bâtiments",
    "Traduire chaque objectif opérationnel en fiches de travail pour les services",
    "Suivre l’objectif opérationnel « énergie » au moyen d’un tableau de bord",
    "Développer les synergies C.P.A.S./Commune en matière d’achats",
    "Poursuivre l’opération « Rue aux enfants » dans les quartiers",
    "Proposer un suivi psycho-médico-social aux 18-25 ans",
    "Adhérer à la centrale d’achat de la Province et/ou du S.P.W.",
    "Rendre le bâtiment accessible aux P.M.R. et aux poussettes",
    "Informer l’objectif étant de toucher 80 % des ménages",
    "Lutter contre l’isolement : visites, appels et activités collectives",
    "Mettre à jour le R.O.I., le statut administratif & le statut pécuniaire",
    "Participer à la semaine de la mobilité et à « Place aux artistes ! »",
)  # fmt: skip

RESPONSIBLES = (
    "Directrice générale", "Directeur financier", "Chef de bureau", "A. Lambermont",
    "Conseillère en énergie", "Coordinatrice ATL", "Agent constatateur", "Marie Delvigne",
    "Bibliothécaire", "Chef de projet PCS", "Juriste", "Conseiller en prévention",
)  # fmt: skip
SERVICES = (
    "Service social", "Service Travaux", "Service Urbanisme", "Service du personnel",
    "Secrétariat", "Service Finances", "Service Population", "Cellule Environnement",
)  # fmt: skip
PARTNERS = (
    "Forem", "AIS Haute-Fontaine", "Province", "Plan de cohésion sociale", "Zone de police",
    "SPW", "Maison du tourisme", "Croix-Rouge", "Intercommunale", "ASBL Le Tremplin",
    "Écoles de l’entité", "Contrat de rivière",
)  # fmt: skip
MANDATARIES = (
    "Bourgmestre", "Échevine des Travaux", "Présidente du CPAS", "Échevin de la Mobilité",
    "Échevin des Finances",
)  # fmt: skip
DEADLINES = (
    "31/12/2026", "30/06/2027", "fin 2027", "2026", "2e trimestre 2026", "juin 2027", "permanent",
    "2025-2027", "décembre 2028", "1er semestre 2028", "début 2026", "15/09/2025", "fin 2029",
)  # fmt: skip
BUDGETS = (
    "12.500 €", "3.000 €", "250.000 €", "1.850,50 €", "40 000 €", "75.000 EUR", "600 €",
    "1.200.000 €", "8.400 €",
)  # fmt: skip
INDICATORS = (
    "Nombre de participants", "Taux de satisfaction des usagers", "Nombre de dossiers traités",
    "Mètres de trottoir rénovés", "Nombre de réunions tenues", "Part du personnel formé",
    "Rapport d’évaluation présenté", "Consommation annuelle en kWh",
)  # fmt: skip
STATUSES = ("En cours", "Non commencé", "Terminé", "En attente")

INTRODUCTION = (
    "Le programme stratégique transversal est un outil de gouvernance qui permet de planifier les "
    "politiques de l’institution sur la durée de la mandature.",
    "Il traduit la déclaration de politique en objectifs concrets et mesurables, en tenant compte des "
    "moyens humains et financiers à mobiliser.",
    "Ce document a été élaboré avec le comité de direction après une phase de consultation des "
    "services et des habitants.",
    "Il fera l’objet d’une évaluation à mi-parcours ainsi qu’au terme de la législature.",
    "Conformément à l’article L1123-27 du Code de la démocratie locale et de la décentralisation, le "
    "Conseil prend acte du programme dans les six mois de son installation.",
    "2 agents du service ont coordonné sa rédaction.",
    "Les membres du personnel et les mandataires ont été associés à chaque étape de la démarche.",
)  # fmt: skip
DEFINITIONS = (
    "Les objectifs stratégiques : ce que l’institution veut être ;",
    "Les objectifs opérationnels : les leviers à activer pour y parvenir ;",
    "Les actions : ce qui sera fait concrètement, par qui et pour quand.",
)
VALUES = ("Le respect", "La solidarité", "L’intégrité", "L’esprit d’équipe", "La transparence")
STAFF = (
    "3 assistants sociaux travaillent à temps plein ;",
    "1 agent d’accueil à raison de 19 heures par semaine ;",
    "2,5 équivalents temps plein au service d’aide familiale ;",
    "1 directrice générale.",
)
FIGURES = (
    "7 axes ;",
    "25 objectifs opérationnels qui traduisent les objectifs stratégiques ;",
    "120 actions à mener au cours de la législature.",
)
#: captions of the lists that stand before the plan
CAPTIONS = {
    "values": ("Nos valeurs", "Les valeurs de notre administration", "NOS VALEURS"),
    "definitions": ("Pour bien comprendre ce document :", "Quelques définitions"),
    "staff": ("État des lieux du personnel :", "Le personnel du service social :"),
    "figures": ("Le programme en quelques chiffres :", "Le PST, c’est :"),
}
DESCRIPTIONS = (
    "La situation actuelle montre que les attentes des habitants ont fortement évolué au cours des "
    "dernières années. Les services ont constaté une hausse des demandes et une complexité croissante "
    "des dossiers.",
    "Ce choix résulte d’un diagnostic partagé entre les services et les partenaires de terrain. Il "
    "s’inscrit dans la continuité des efforts déjà consentis sous la mandature précédente.",
    "Le vieillissement de la population et l’évolution des familles demandent des réponses nouvelles. "
    "Plusieurs pistes ont été dégagées lors des ateliers citoyens.",
    "Les infrastructures existantes ne répondent plus entièrement aux normes en vigueur. Une "
    "programmation pluriannuelle est donc nécessaire.",
)
SECTIONS = (
    "Administration générale", "Développement des politiques", "Cadre de vie et environnement",
    "Solidarité et santé", "Enfance, jeunesse et enseignement", "Mobilité et travaux",
    "Économie et emploi", "Culture, sport et vie associative",
)  # fmt: skip
