// journey: the services of a journey in its order, with the units that deliver each and the systems that it rests on.
// $journey is its id. A service without a place in the order comes last. Validity is not looked at.
MATCH (:journey {id: $journey})-[c:contains]->(t:service)
WITH t, min(c.`order`) AS place
OPTIONAL MATCH (u:unit)-[:delivers]->(t)
WITH t, place, collect(DISTINCT u.id) AS units
OPTIONAL MATCH (s)-[:supports]->(t)
RETURN t.id AS service, units, collect(DISTINCT s.id) AS systems, place
ORDER BY place IS NULL, place, service
