"""The public part of the directory as FHIR R4, read only, under /fhir/.

A client of the national Annuaire Santé changes its base address and its key, nothing else
(docs/fhir.md). One table says it all: `resources` names each resource, its rows, the parameters
by which they are searched and what may be joined; the search, the chains, the includes and the
CapabilityStatement read that same table, so that none can say what the others do not do.

From the top: urls > views > capability | searching > resources > one file per resource
(organization, place, offer, people, tie: its clauses and how a row is written) > clauses,
elements > grammar > canonical, outcome. Nothing above the directory is read here, and of
its lines only the public ones.
"""
