home = Register
n-articles = { $n } articles
problem-not-found = There is no such page.
problem-wrong = This cannot be asked for.
problem-method = This page is only read.
problem-stopped = The server is stopping.
problem-register = The register could not answer.
