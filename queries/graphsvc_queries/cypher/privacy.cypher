// privacy DATA_OBJECT: the flows that carry a kind of information, along the way the data moves.
// $data is its id. A flow whose direction is both or unknown is given both ways.
// Validity is not looked at: the graph database holds every fact of the revision.
MATCH (p:system)-[f:flow]->(d:system)
WHERE $data IN f.data_objects AND (f.status IS NULL OR f.status <> 'ended')
WITH f, CASE WHEN f.data_to = 'provider' THEN [{sender: d.id, receiver: p.id}]
             WHEN f.data_to = 'dependent' THEN [{sender: p.id, receiver: d.id}]
             ELSE [{sender: p.id, receiver: d.id}, {sender: d.id, receiver: p.id}] END AS ways
UNWIND ways AS way
RETURN DISTINCT f.id AS flow, way.sender AS sender, way.receiver AS receiver
ORDER BY flow, sender, receiver
