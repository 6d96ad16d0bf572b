# Prints the report as of a month: Rscript examples/open.R warehouse.duckdb 202502
library(duckdb)

given <- commandArgs(trailingOnly = TRUE)
con <- dbConnect(duckdb(), given[1], read_only = TRUE)
if (length(given) > 1) {
  dbExecute(con, sprintf("set variable as_of_month = %d", as.integer(given[2])))
}
print(dbGetQuery(con, "from support_report"))
dbDisconnect(con, shutdown = TRUE)
