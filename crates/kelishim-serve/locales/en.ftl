# Pages in English. A number comes twice: `n` decides the form, `shown` is how it is written.

## Around every page
home = Register
skip = To the content
language = Language
pages = Pages
search = Search
search-words = words in any inflection
search-label = Search articles and rows
search-hint = Words in any inflection, all of which must stand in the text or headline of an article.
find = Find
foot = A register of statements, events and commitments between states, read from news. Every row leads to the words it came from.
colours = Colours
light = light
dark = dark
as-system = as the system
made-at = Page made
sample-label = Sample
sample-banner = This register holds sample reports: our own wording of sourced facts, no news. Do not pass them on as reporting.
sample-article = This report is no news. It is our own wording of facts that the pages below report; outlet and dateline are invented.
basis = Basis of the fact

## Problems
problem-not-found = There is no such page.
problem-wrong = This cannot be asked for.
problem-method = This page can only be read.
problem-stopped = The server is stopping.
problem-slow = This takes too long. Narrow it, for example by dates.
problem-register = The register could not answer. The cause stands in the server's log.

## Words
commitments = Commitments
commitment = Commitment
events = Events
event = Event
statements = Statements
statement = Statement
steps = Steps
step = Step
pairs = Pairs of states
pair = Pair
actors = Actors
actor = Actor
articles = Articles
article = Article
calendar = Due dates
network = Network
coverage = Coverage
about = About the register
register = This register
reports = Reports
area = Area
areas = Areas
stage = Stage
type = Type
words-given = Whose words
mode = Mode
state = State of affairs
source = Source
due = Due
place = Place
month = Month
years = Years
name = Name
what = Kind
state-of = State
office = Office
joint = Joint undertaking
committer = Undertaken by
beneficiary = Towards
towards = towards
told-by = Told by
who = Who
towards-whom = Towards whom
about-whom = About
parties = Parties
belongs-to = Belongs to
codes = Codes
unnamed = unnamed speaker
open = Open
overdue = Overdue
score = Score
frame = Frame
versions = Model, frames, registry
citation = Citation
decisions = Decisions by people
history = History
related = Told beside it
why = Why this row
doubtful = low score
proposal = proposed, made by no frame
not-actual = not yet happened
earlier-versions = Earlier versions
also-known-as = Older ids that lead here:
at-source = at the source
reprint-of = prints the same report as

## Home
motto = What states promised one another, and what became of it
what-it-is = Kelishim reads news about relations between states and keeps what can be checked: who said what, who did what to whom, who undertook what towards whom and how far it got. Every row is tied to the sentence it came from.
latest-steps = Latest steps
pairs-by-activity = Pairs by activity
commitments-short = Commitments
events-short = Events
statements-short = Statements
all-commitments = All commitments
all-pairs = All pairs
all-overdue = All overdue
all-open = All open
all-meetings = All meetings
all-statements = All statements
all-events = All events
none-overdue = Nothing is overdue.
commitments-counted = { $n ->
    [one] commitment
   *[other] commitments
 }
events-counted = { $n ->
    [one] event
   *[other] events
 }
statements-counted = { $n ->
    [one] statement
   *[other] statements
 }
reports-counted = { $n ->
    [one] report
   *[other] reports
 }
articles-counted = { $n ->
    [one] article names it
   *[other] articles name it
 }
n-steps = { $n ->
    [one] { $shown } step
   *[other] { $shown } steps
 }
n-reports = { $n ->
    [one] { $shown } report
   *[other] { $shown } reports
 }
n-events = { $n ->
    [one] { $shown } event
   *[other] { $shown } events
 }
n-statements = { $n ->
    [one] { $shown } statement
   *[other] { $shown } statements
 }
n-articles = { $n ->
    [one] { $shown } article
   *[other] { $shown } articles
 }
n-rows = { $n ->
    [one] { $shown } row
   *[other] { $shown } rows
 }
n-outlets = { $n ->
    [one] { $shown } outlet
   *[other] { $shown } outlets
 }
n-characters = { $n ->
    [one] { $shown } character
   *[other] { $shown } characters
 }
n-unread = { $n ->
    [one] { $shown } place could not be read.
   *[other] { $shown } places could not be read.
 }
told-times = { $n ->
    [one] Told once
   *[other] Told { $shown } times
 }
version-n = version { $shown }
page-n = page { $shown }
counted-over = Counted over the latest { $shown } lines.
n-lines = { $n ->
    [one] { $shown } line
   *[other] { $shown } lines
 }
more-than-lines = more than { $shown } lines
n-sources = { $n ->
    [one] { $shown } source
   *[other] { $shown } sources
 }
last-row = Latest row
only-first = Only the first { $shown } are shown.

## Lists
filters = Filters
words = Words
part-of-name = Part of the name
side = Side
other-side = Other side
since = Since
until = Until
sort = Sort
show = Show
clear = Clear filters
export = Take along
subscribe = Subscribe
new-steps = New steps
nothing = The register has nothing that fits.
pager = Pages of the list
previous = Back
next = Next
in-rows = In rows
order-latest = latest first
order-oldest = oldest first
order-articles = named in most articles first
order-name = by name
order-due = due first
order-last-due = due last
order-most-articles = most articles first
order-rows = most rows first
order-reports = most reports first
from-date = from { $value }
until-date = until { $value }
due-by = due { $value }
was-due = was due { $value }

## Pair
areas-stages = Areas and stages
index = Cooperation index
index-short = Index
index-text = Bars above: mean of the month's events on a scale from cooperation to conflict. Bars below: how many reports it rests on. The table below has every figure.
index-note = Above, the mean Goldstein value (PLOVER) of the month's actual events between the two, each counted once; below, the reports it rests on. It says nothing about what no report told.
table-behind = The figures as a table
timeline = Meetings and steps
who-speaks = Who speaks for each side
nobody = Nobody in the register.

## Commitment
contradictions = What reports disagree about
contradictions-note = Figures and dates that differ between steps, side by side. One may have been raised or moved, another reported wrongly: the sentences tell.
role-cue = Reporting word
role-content = What is said
role-trigger = Words that tell of it
role-place = Place
role-time = Time
role-action = What is to be done
role-quantity = How much
role-due = Due
role-made = When
role-evidence = Evidence

## Actor
said = Statements made
did = Took part in
terms = Terms of office
offices = Offices in reports
with-whom = With whom
only-named = No row has it as a party; it is only named:

## Article
texts-cut = Shown are the words that rows rest on with the sentence around them; the whole text is at the source.
text-withdrawn = The text was taken out at its owner's request ({ $value }). The words that rows rest on remain.
no-text = The text is not shown here.
beginning = To the beginning
next-part = Next part

## Calendar, coverage, network
within-year = Within { $value }
nothing-due = Nothing is due in this year.
coverage-note = Articles by source and time. Silence of the press is not silence of states: read every figure of the register against this table.
all-years = All years
with-rows = With rows
no-source = no source
unread = Not read
none-unread = Everything received could be read.
where = Where
reason = Reason
last-try = Last try
network-text = Sides and how much the register holds about each two. Every side leads to its page; the table below has the figures.
network-note = { $n ->
    [one] { $shown } side. Thickness of a line: rows about the two; size of a circle: rows of the side.
   *[other] { $shown } sides. Thickness of a line: rows about the two; size of a circle: rows of the side.
 }

## About
method = Method
method-1 = A report is read by a neural network inside the program, which marks words, their grammar and the names of states, bodies and people. Declarative patterns (frames) over these find who said, did or undertook something. No row is made without words of the text that it rests on.
method-2 = Steps of one undertaking in many reports are joined to one commitment, reports of one event to one event, by a likeness that can be explained. The stage of a commitment is that of its last step; overdue follows from the due date and today.
method-3 = People may confirm, correct or reject a row; their decisions are kept for good with name and reason, and reading again never undoes them.
method-4 = Rows with a score below 0.6 and rows that no frame made look different: treat them as proposals.
accuracy = Accuracy
accuracy-note = Measured against reports annotated by hand. Real texts about the whole world are the honest measure; our own reports were looked at while the program was written.
set-real = Real news texts, 2005–2020
set-dev = Reports of our own wording
measure = Measure
gold-rows = Annotated
precision = Precision
recall = Recall
texts-of-others = Texts of others
texts-note = Articles belong to their owners. Depending on how this server is run it shows whole texts, excerpts, or nothing but the words a row rests on. At the owner's request a text is removed; rows with their short evidence stay.
sources-licences = Sources and licences
licence-note = The program is free (MIT or Apache-2.0); the model inside it is under CC BY-SA 4.0.
file = File
made-from = Made from
licence = Licence

## Closed lists
stage-proposed = proposed
stage-negotiating = negotiating
stage-agreed = agreed
stage-signed = signed
stage-ratified = ratified
stage-started = started
stage-delivered = delivered
stage-delayed = delayed
stage-cancelled = cancelled
area-politics = politics
area-security = security
area-trade = trade
area-finance = finance
area-energy = energy
area-transport = transport
area-digital = digital
area-migration = migration
area-health = health
area-education = education
area-science = science
area-culture = culture
area-media = media
area-environment = environment
area-agriculture = agriculture
area-border = border
area-humanitarian = humanitarian
area-justice = justice
area-tourism = tourism
event-AGREE = agreement
event-CONSULT = talks
event-SUPPORT = support
event-CONCEDE = concession
event-COOPERATE = cooperation
event-AID = aid
event-RETREAT = retreat
event-REQUEST = request
event-ACCUSE = accusation
event-REJECT = rejection
event-THREATEN = threat
event-PROTEST = protest
event-SANCTION = sanction
event-MOBILIZE = mobilisation
event-COERCE = coercion
event-ASSAULT = assault
mode-visit = visit
mode-third-party = through a third party
mode-phone = by telephone
mode-multilateral = multilateral
mode-video = by video link
modality-actual = happened
modality-planned = planned
modality-hypothetical = possible
modality-negated = did not happen
modality-historical = background
statement-direct = quoted
statement-indirect = reported
statement-mixed = partly quoted
status-derived = read
status-corrected = corrected
status-confirmed = confirmed
status-added = added by a person
status-rejected = rejected
status-withdrawn = withdrawn
kind-country = state
kind-government = government body
kind-person = person
kind-intergovernmental = body of several states
kind-company = company
kind-education = education
kind-civil-society = civil society
kind-media = media
kind-armed-force = armed force
kind-group = group
kind-other = other
