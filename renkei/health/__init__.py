"""What `renkei doctor` looks at, one module for each room: what is installed, where things lie, the documents, the graph
and its server, and what is open to others. Settings go in, findings come out; nothing is written."""
