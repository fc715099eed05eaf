"""The program's own words in the language of the letter: a letter in Portuguese has "Referências" above its list.

The sheets that come with the program name things in English. Where a sheet has left such a word as it was, a letter in
another language gets that language's; what a sheet says in words of its own is never touched.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rejoinder.style.model import StyleSheet
from rejoinder.values import replace

_LANGUAGES = ("pt", "es", "fr", "de")
_WORDS: Mapping[str, tuple[str, str, str, str]] = {
    "Letter": ("Carta", "Carta", "Lettre", "Leserbrief"),
    "Reply": ("Resposta", "Respuesta", "Réponse", "Antwort"),
    "Authors’ reply": (
        "Resposta dos autores", "Respuesta de los autores", "Réponse des auteurs", "Antwort der Autoren",
    ),
    "Response": ("Resposta", "Respuesta", "Réponse", "Antwort"),
    "Correspondence": ("Correspondência", "Correspondencia", "Correspondance", "Korrespondenz"),
    "Comment": ("Comentário", "Comentario", "Commentaire", "Kommentar"),
    "Research letter": ("Carta científica", "Carta científica", "Lettre scientifique", "Wissenschaftlicher Brief"),
    "Editorial": ("Editorial", "Editorial", "Éditorial", "Editorial"),
    "Correction": ("Errata", "Fe de erratas", "Rectificatif", "Berichtigung"),
    "Expression of concern": (
        "Manifestação de preocupação", "Expresión de preocupación", "Expression de préoccupation", "Bedenken",
    ),
    "Retraction": ("Retratação", "Retractación", "Rétractation", "Widerruf"),
    "Obituary": ("Obituário", "Obituario", "Nécrologie", "Nachruf"),
    "Book review": ("Resenha", "Reseña", "Compte rendu", "Buchbesprechung"),
    "Research article": ("Artigo original", "Artículo original", "Article original", "Originalarbeit"),
    "Review article": ("Artigo de revisão", "Artículo de revisión", "Revue", "Übersichtsarbeit"),
    "Case report": ("Relato de caso", "Caso clínico", "Cas clinique", "Kasuistik"),
    "Brief report": ("Comunicação breve", "Comunicación breve", "Communication brève", "Kurzmitteilung"),
    "Rapid communication": (
        "Comunicação rápida", "Comunicación rápida", "Communication rapide", "Schnellmitteilung",
    ),
    "Article commentary": ("Comentário", "Comentario", "Commentaire", "Kommentar"),
    "Translation": ("Tradução", "Traducción", "Traduction", "Übersetzung"),
    "Correspondence to": ("Correspondência", "Correspondencia", "Correspondance", "Korrespondenz an"),
    "{mark} These authors contributed equally.": (
        "{mark} Estes autores contribuíram igualmente.",
        "{mark} Estos autores contribuyeron por igual.",
        "{mark} Ces auteurs ont contribué à parts égales.",
        "{mark} Diese Autoren haben gleichermaßen beigetragen.",
    ),
    "{mark} These authors likewise contributed equally.": (
        "{mark} Também estes autores contribuíram igualmente.",
        "{mark} También estos autores contribuyeron por igual.",
        "{mark} Ces auteurs aussi ont contribué à parts égales.",
        "{mark} Auch diese Autoren haben gleichermaßen beigetragen.",
    ),
    "{mark} Joint last authors.": (
        "{mark} Dividem a última autoria.",
        "{mark} Comparten la última autoría.",
        "{mark} Derniers auteurs à égalité.",
        "{mark} Geteilte Letztautorschaft.",
    ),
    "{mark} Deceased.": ("{mark} Falecido.", "{mark} Fallecido.", "{mark} Décédé.", "{mark} Verstorben."),
    "Present address:": ("Endereço atual:", "Dirección actual:", "Adresse actuelle\u00a0:", "Derzeitige Anschrift:"),
    "In response to": ("Em resposta a", "En respuesta a", "En réponse à", "Zu"),
    "Abstract": ("Resumo", "Resumen", "Résumé", "Zusammenfassung"),
    "Received": ("Recebido", "Recibido", "Reçu le", "Eingegangen am"),
    "Revised": ("Revisado", "Revisado", "Révisé le", "Überarbeitet am"),
    "Accepted": ("Aceito", "Aceptado", "Accepté le", "Angenommen am"),
    "Published": ("Publicado", "Publicado", "Publié le", "Veröffentlicht am"),
    "and\u00a0{count}\u00a0others (listed at the end)": (
        "e mais\u00a0{count} (lista no final)",
        "y\u00a0{count}\u00a0más (lista al final)",
        "et\u00a0{count}\u00a0autres (liste à la fin)",
        "und\u00a0{count}\u00a0weitere (Liste am Ende)",
    ),
    "for {group}": ("em nome de {group}", "en nombre de {group}", "pour {group}", "für {group}"),
    "Cite this letter:": ("Como citar:", "Cómo citar:", "Pour citer\u00a0:", "Zitierweise:"),
    "Notes": ("Notas", "Notas", "Notes", "Anmerkungen"),
    "Equation": ("Equação", "Ecuación", "Équation", "Gleichung"),
    "Equations": ("Equações", "Ecuaciones", "Équations", "Gleichungen"),
    "Figure": ("Figura", "Figura", "Figure", "Abbildung"),
    "Figures": ("Figuras", "Figuras", "Figures", "Abbildungen"),
    "Table": ("Tabela", "Tabla", "Tableau", "Tabelle"),
    "Tables": ("Tabelas", "Tablas", "Tableaux", "Tabellen"),
    " and ": (" e ", " y ", " et ", " und "),
    "(continued)": ("(continuação)", "(continuación)", "(suite)", "(Fortsetzung)"),
    "Acknowledgements": ("Agradecimentos", "Agradecimientos", "Remerciements", "Danksagung"),
    "Collaborators": ("Membros do grupo", "Miembros del grupo", "Membres du groupe", "Mitglieder der Gruppe"),
    "Contributors": (
        "Contribuição dos autores", "Contribución de los autores", "Contributions des auteurs", "Autorenbeiträge",
    ),
    "Funding": ("Financiamento", "Financiación", "Financement", "Förderung"),
    "Disclaimer": ("Isenção de responsabilidade", "Descargo de responsabilidad", "Avertissement", "Haftungsausschluss"),
    "Competing interests": (
        "Conflito de interesses", "Conflicto de intereses", "Liens d’intérêts", "Interessenkonflikt",
    ),
    "Patient consent for publication": (
        "Consentimento do paciente para publicação",
        "Consentimiento del paciente para la publicación",
        "Consentement du patient à la publication",
        "Einwilligung zur Veröffentlichung",
    ),
    "Ethics approval": ("Aprovação ética", "Aprobación ética", "Approbation éthique", "Ethikvotum"),
    "Trial registration": (
        "Registro do ensaio", "Registro del ensayo", "Enregistrement de l’essai", "Studienregistrierung",
    ),
    "Provenance and peer review": (
        "Procedência e revisão por pares",
        "Procedencia y revisión por pares",
        "Provenance et évaluation par les pairs",
        "Herkunft und Begutachtung",
    ),
    "Data availability statement": (
        "Disponibilidade de dados", "Disponibilidad de datos", "Disponibilité des données", "Datenverfügbarkeit",
    ),
    "Supplementary material": (
        "Material suplementar", "Material suplementario", "Matériel supplémentaire", "Zusatzmaterial",
    ),
    "None declared.": ("Nenhum declarado.", "Ninguno declarado.", "Aucun déclaré.", "Keine angegeben."),
    "All other authors: none declared.": (
        "Demais autores: nenhum declarado.",
        "Los demás autores: ninguno declarado.",
        "Autres auteurs\u00a0: aucun déclaré.",
        "Alle anderen Autoren: keine angegeben.",
    ),
    "Authors": ("Autores", "Autores", "Auteurs", "Autoren"),
    "References": ("Referências", "Referencias", "Références", "Literatur"),
}  # fmt: skip
"""As `styles/base.yaml` has them, and in the other languages."""

_FIELDS: Mapping[str, tuple[str, ...]] = {
    "front": (
        "labels", "correspondence_label", "equal_label", "equal_next_label", "joint_last_label", "deceased_label",
        "present_address_label", "abstract_label", "responds_to_label", "history_labels", "byline_rest",
        "on_behalf_label", "cite_label",
    ),
    "notes": ("heading",),
    "formulas": ("mention", "mentions"),
    "captions": (
        "figure_label", "table_label", "figure_mention", "figure_mentions", "table_mention", "table_mentions",
        "mention_last_separator",
    ),
    "tables": ("continued",),
    "end": ("labels", "none_declared", "others_declared", "authors_heading"),
    "references": ("heading",),
}  # fmt: skip
"""Where a sheet has them."""
_TYPES = (
    "research-article", "review-article", "case-report", "brief-report", "rapid-communication", "article-commentary",
    "translation",
)  # fmt: skip
"""Types of article whose labels no sheet needs to have: their names are their labels."""


def in_language(sheet: StyleSheet, lang: str) -> StyleSheet:
    """The sheet with its English words in the language of a letter (a BCP 47 tag), where that is known."""
    language = lang.partition("-")[0].lower()
    if not sheet.translated or language not in _LANGUAGES:
        return sheet
    place = _LANGUAGES.index(language)
    changed: dict[str, Any] = {}
    for part, names in _FIELDS.items():
        form = getattr(sheet, part)
        changed[part] = replace(form, **{name: _translated(getattr(form, name), place) for name in names})
    types = {one: _translated(one.replace("-", " ").capitalize(), place) for one in _TYPES}
    front = changed["front"]
    changed["front"] = replace(front, labels={**types, **front.labels})
    return replace(sheet, **changed)


def _translated(said: Any, place: int) -> Any:
    if isinstance(said, str):
        return _WORDS[said][place] if said in _WORDS else said
    return {name: _translated(one, place) for name, one in said.items()}
