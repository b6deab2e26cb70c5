// privacy DATA_OBJECT: the flows that carry a kind of information, along the way the data moves.
// $data is its id. A flow whose direction is both or unknown is given both ways.
// Validity is not looked at: the graph database holds every fact of the revision.
MATCH (p:system)-[f:flow]->(d:system)
WHERE list_contains(f.data_objects, $data) AND (f.status IS NULL OR f.status <> 'ended')
WITH f, p, d, CASE WHEN f.data_to = 'provider' THEN [[d.id, p.id]]
                   WHEN f.data_to = 'dependent' THEN [[p.id, d.id]]
                   ELSE [[p.id, d.id], [d.id, p.id]] END AS ways
UNWIND ways AS way
RETURN DISTINCT f.id AS flow, way[1] AS sender, way[2] AS receiver
ORDER BY flow, sender, receiver
