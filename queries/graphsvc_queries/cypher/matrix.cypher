// matrix --relation flows: flows from the owner's sector of the provider to that of the dependent.
// National systems have no owner here; `graphsvc matrix` gives them a row of their own.
// In two parts on purpose: within one, Neo4j walks no relation twice, and a sector's flows to itself need that.
MATCH (gives:unit {level: 'sector'})<-[:part_of* 0..10]-(:unit)-[:owns]->(provider:system)-[f:flow]->(dependent:system)
MATCH (dependent)<-[:owns]-(:unit)-[:part_of* 0..10]->(gets:unit {level: 'sector'})
RETURN gives.id AS provider_sector, gets.id AS dependent_sector, count(DISTINCT f.id) AS flows
ORDER BY provider_sector, dependent_sector
