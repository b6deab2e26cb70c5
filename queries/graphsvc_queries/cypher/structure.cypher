// structure: how many systems the units of two sectors both use, for units that stand right below their sector.
// Validity is not looked at: the graph database holds every fact of the revision.
// In two parts on purpose: within one, Neo4j walks no relation twice, and a sector shares its systems with itself.
MATCH (one:unit {level: 'sector'})<-[:part_of]-(:unit)-[:uses]->(s:system)
MATCH (s)<-[:uses]-(:unit)-[:part_of]->(other:unit {level: 'sector'})
RETURN one.id AS sector, other.id AS also, count(DISTINCT s.id) AS systems
ORDER BY sector, also
