"""From a file to a draft: read, draft lists and prose, and give the records their ids."""
