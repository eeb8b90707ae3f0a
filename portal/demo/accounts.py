"""The accounts of the demonstration, printed by `make demo`: one per role."""

from dataclasses import dataclass

# Known to everybody who reads this file: these accounts exist in the demonstration only.
PASSWORD = "troyes-2020-renfort"  # noqa: S105


@dataclass(frozen=True)
class Account:
    """Who signs in, and as what; `str()` is the line that `make demo` prints."""

    slug: str
    role: str
    first_name: str
    last_name: str

    @property
    def email(self) -> str:
        return f"{self.slug}@demo.example"

    def __str__(self) -> str:
        return f"{self.email:<26}{PASSWORD:<22}{self.role}"


ARS = Account("ars", "agente de l’ARS, Aube", "Aurore", "Lavigne")
EHPAD = Account("ehpad", "responsable d’un EHPAD de Troyes", "Sylvain", "Beauchêne")
CLINIC = Account("clinique", "responsable d’un hôpital local", "Odile", "Marchenoir")
NEWCOMER = Account("nouveau", "responsable qui attend son habilitation", "Théo", "Vauclair")
VOLUNTEER = Account("volontaire", "volontaire, infirmière à Troyes", "Maëlle", "Rivoire")
COORDINATOR = Account("astreinte", "coordination d’astreinte", "Basile", "Fontenay")
CPTS = Account("cpts", "membre d’une CPTS", "Inès", "Courbet-Lys")
ADMIN = Account("admin", "administration de la plateforme", "Noé", "Septmoulins")

ACCOUNTS = [ARS, EHPAD, CLINIC, NEWCOMER, VOLUNTEER, COORDINATOR, CPTS, ADMIN]
