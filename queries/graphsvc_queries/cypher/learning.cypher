// learning --capability: units that own or use a system with a capability, with the systems.
// $capability is the capability's id. Validity is not looked at: the graph database holds every fact of the revision.
MATCH (u:unit)-[:owns|uses]->(s:system)-[:provides]->(c:capability {id: $capability})
RETURN u.id AS unit, list_sort(collect(DISTINCT s.id)) AS systems
ORDER BY unit
