-- wrk: lists of the API in turn, and the 95th percentile, which wrk does not print by itself.
local paths = {
  "/api/v1/commitments", "/api/v1/commitments?between=KGZ,RUS", "/api/v1/commitments?between=KGZ,RUS&area=education&open=true",
  "/api/v1/commitments?area=energy&stage=signed", "/api/v1/events?between=KAZ,RUS&type=CONSULT", "/api/v1/events?since=2020&until=2021",
  "/api/v1/statements?actor=KGZ", "/api/v1/statements?between=KGZ,UZB&limit=20", "/api/v1/articles?since=2021",
  "/api/v1/commitments?between=KGZ,RUS&steps=true&limit=10", "/api/v1/timeline?between=KGZ,RUS&limit=20", "/api/v1/rows/c1",
}
local at = 0

request = function()
  at = at % #paths + 1
  return wrk.format("GET", paths[at])
end

done = function(summary, latency, requests)
  io.write(string.format("p50 %.1f ms, p95 %.1f ms, p99 %.1f ms, %d requests, %d not answered with 200\n",
    latency:percentile(50) / 1000, latency:percentile(95) / 1000, latency:percentile(99) / 1000,
    summary.requests, summary.errors.status))
end
