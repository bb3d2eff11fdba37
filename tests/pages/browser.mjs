// A browser, and the pages to look at.
import puppeteer from "puppeteer-core";

export const open = () =>
  puppeteer.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    // Inside a container there is no second user to fence the browser off with; it only sees our own server.
    args: ["--no-sandbox", "--force-prefers-reduced-motion", "--font-render-hinting=none"],
  });

// One address of every page type; ids are those of the demo, whatever they are today.
export const addresses = async (base) => {
  const list = async (file) => (await fetch(`${base}/export/${file}`)).json();
  const commitments = await list("commitments.json?a=KGZ&b=RUS&sort=reports");
  const events = await list("events.json?a=KGZ&b=RUS&sort=reports");
  const statements = await list("statements.json?a=KGZ&b=RUS");
  const actors = await list("actors.json");
  const long = commitments.toSorted((a, b) => b.steps - a.steps)[0];
  const person = actors.find((a) => a.kind === "person");
  return {
    home: "/",
    pair: "/pair/KGZ/RUS",
    commitment: `/${long.id}`,
    event: `/${events[0].id}`,
    statement: `/${statements[0].id}`,
    actor: `/${person.id}`,
    state: "/actor?name=KGZ",
    article: `/${statements[0].article}`,
    commitments: "/commitments?a=KGZ&b=RUS&state=open",
    events: "/events?area=energy",
    statements: "/statements",
    actors: "/actors",
    articles: "/articles",
    pairs: "/pairs",
    search: "/search?q=" + encodeURIComponent("школы"),
    network: "/network",
    calendar: "/calendar?year=2025",
    coverage: "/coverage",
    about: "/about",
    problem: "/nothing-here",
  };
};
