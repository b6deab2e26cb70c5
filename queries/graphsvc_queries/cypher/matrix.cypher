// matrix --relation flows: flows from the owner's sector of the provider to that of the dependent.
// National systems have no owner here; `graphsvc matrix` gives them a row of their own.
MATCH (gives:unit)<-[:part_of* 0..10]-(:unit)-[:owns]->(provider:system)-[f:flow]->(dependent:system),
      (dependent)<-[:owns]-(:unit)-[:part_of* 0..10]->(gets:unit)
WHERE gives.level = 'sector' AND gets.level = 'sector'
RETURN gives.id AS provider_sector, gets.id AS dependent_sector, count(DISTINCT f.id) AS flows
ORDER BY provider_sector, dependent_sector
