"""CRediT's fourteen roles (ANSI/NISO Z39.104-2022) in some languages.

The translations are the program's own, after those in use; a sheet may put others in their place. In other languages
roles are called by their English terms.
"""

from __future__ import annotations

from collections.abc import Mapping

from rejoinder.content.schema import ROLES

_TRANSLATED: Mapping[str, tuple[str, ...]] = {
    "fr": (
        "Conceptualisation", "Curation des données", "Analyse formelle", "Acquisition du financement", "Investigation",
        "Méthodologie", "Administration du projet", "Ressources", "Logiciels", "Supervision", "Validation",
        "Visualisation", "Rédaction – ébauche originale", "Rédaction – révision et correction",
    ),
    "de": (
        "Konzeptualisierung", "Datenkuratierung", "Formale Analyse", "Beschaffung von Fördermitteln", "Untersuchung",
        "Methodik", "Projektadministration", "Ressourcen", "Software", "Supervision", "Validierung", "Visualisierung",
        "Schreiben – Originalentwurf", "Schreiben – Überprüfung und Bearbeitung",
    ),
    "es": (
        "Conceptualización", "Curación de datos", "Análisis formal", "Obtención de fondos", "Investigación",
        "Metodología", "Administración del proyecto", "Recursos", "Software", "Supervisión", "Validación",
        "Visualización", "Redacción – borrador original", "Redacción – revisión y edición",
    ),
    "it": (
        "Concettualizzazione", "Cura dei dati", "Analisi formale", "Acquisizione dei finanziamenti", "Indagine",
        "Metodologia", "Amministrazione del progetto", "Risorse", "Software", "Supervisione", "Validazione",
        "Visualizzazione", "Scrittura – bozza originale", "Scrittura – revisione e modifica",
    ),
    "pt": (
        "Conceitualização", "Curadoria de dados", "Análise formal", "Obtenção de financiamento", "Investigação",
        "Metodologia", "Administração do projeto", "Recursos", "Software", "Supervisão", "Validação", "Visualização",
        "Redação – rascunho original", "Redação – revisão e edição",
    ),
    "nl": (
        "Conceptualisatie", "Datacuratie", "Formele analyse", "Verwerving van financiering", "Onderzoek",
        "Methodologie", "Projectadministratie", "Middelen", "Software", "Supervisie", "Validatie", "Visualisatie",
        "Schrijven – oorspronkelijke versie", "Schrijven – beoordeling en redactie",
    ),
}  # fmt: skip


def role_name(role: str, lang: str, labels: Mapping[str, str]) -> str:
    """What a role is called: as the sheet has it, else in the letter's language. An author's own term stays."""
    if role in labels:
        return labels[role]
    translated = _TRANSLATED.get(lang.partition("-")[0].lower())
    name = translated[ROLES.index(role)] if translated and role in ROLES else role
    return name.replace(" –", "\u00a0–")  # no line begins with a dash
