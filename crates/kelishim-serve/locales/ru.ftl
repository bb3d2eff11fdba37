# Страницы по-русски. Число приходит дважды: `n` решает форму, `shown` — как оно пишется.

home = Реестр
skip = К содержанию
language = Язык
pages = Страницы
search = Поиск
search-words = слова в любой форме
search-label = Поиск по статьям и записям
search-hint = Слова в любой форме; все они должны стоять в тексте или заголовке статьи.
find = Найти
foot = Реестр заявлений, событий и обязательств между государствами по сообщениям прессы. Каждая запись ведёт к словам, из которых она взята.
colours = Цвета
light = светлые
dark = тёмные
as-system = как в системе
made-at = Страница составлена
sample-label = Образец
sample-banner = В этом реестре — сообщения-образцы: факты из источников, изложенные нашими словами. Это не новости; не передавайте их как новости.
sample-article = Это не новость. Сообщение излагает нашими словами факты со страниц, указанных ниже; издание и место вымышлены.
basis = На чём основан факт
problem-not-found = Такой страницы нет.
problem-wrong = Об этом спросить нельзя.
problem-method = Эту страницу можно только читать.
problem-stopped = Сервер останавливается.
problem-slow = Это слишком долго. Сузьте вопрос, например, датами.
problem-register = Реестр не смог ответить. Причина записана в журнале сервера.
commitments = Обязательства
commitment = Обязательство
events = События
event = Событие
statements = Заявления
statement = Заявление
steps = Шаги
step = Шаг
pairs = Пары государств
pair = Пара
actors = Участники
actor = Участник
articles = Статьи
article = Статья
calendar = Сроки
network = Связи
coverage = Охват
about = О реестре
register = Этот реестр
reports = Сообщения
area = Область
areas = Области
stage = Стадия
type = Вид
words-given = Чьи слова
mode = Форма
state = Состояние
source = Источник
due = Срок
place = Место
month = Месяц
years = Годы
name = Имя
what = Род
state-of = Государство
office = Должность
joint = Взаимное обязательство
committer = Кто обязался
beneficiary = Перед кем
towards = по отношению к
told-by = Сообщают
who = Кто
towards-whom = По отношению к кому
about-whom = О ком
parties = Стороны
belongs-to = Относится к
codes = Коды
unnamed = говорящий не назван
open = Открытые
overdue = Просроченные
score = Уверенность
frame = Шаблон
versions = Модель, шаблоны, справочник
citation = Как ссылаться
decisions = Решения людей
history = История
related = Рядом в тексте
why = Почему эта запись
doubtful = низкая уверенность
proposal = предположение, без шаблона
not-actual = ещё не произошло
earlier-versions = Прежние версии
also-known-as = Прежние номера, ведущие сюда:
at-source = в источнике
reprint-of = то же сообщение, что и
motto = Что государства обещали друг другу и что из этого вышло
what-it-is = Kelishim читает новости об отношениях между государствами и хранит то, что можно проверить: кто что сказал, кто что сделал, кто в чём обязался перед кем и как далеко дело зашло. Каждая запись привязана к предложению, из которого взята.
latest-steps = Последние шаги
pairs-by-activity = Самые деятельные пары
commitments-short = Обязательства
events-short = События
statements-short = Заявления
all-commitments = Все обязательства
all-pairs = Все пары
all-overdue = Все просроченные
all-open = Все открытые
all-meetings = Все встречи
all-statements = Все заявления
all-events = Все события
none-overdue = Просроченных нет.
commitments-counted = { $n ->
    [one] обязательство
    [few] обязательства
   *[many] обязательств
 }
events-counted = { $n ->
    [one] событие
    [few] события
   *[many] событий
 }
statements-counted = { $n ->
    [one] заявление
    [few] заявления
   *[many] заявлений
 }
reports-counted = { $n ->
    [one] сообщение
    [few] сообщения
   *[many] сообщений
 }
articles-counted = { $n ->
    [one] статья с упоминанием
    [few] статьи с упоминанием
   *[many] статей с упоминанием
 }
n-steps = { $n ->
    [one] { $shown } шаг
    [few] { $shown } шага
   *[many] { $shown } шагов
 }
n-reports = { $n ->
    [one] { $shown } сообщение
    [few] { $shown } сообщения
   *[many] { $shown } сообщений
 }
n-events = { $n ->
    [one] { $shown } событие
    [few] { $shown } события
   *[many] { $shown } событий
 }
n-statements = { $n ->
    [one] { $shown } заявление
    [few] { $shown } заявления
   *[many] { $shown } заявлений
 }
n-articles = { $n ->
    [one] { $shown } статья
    [few] { $shown } статьи
   *[many] { $shown } статей
 }
n-rows = { $n ->
    [one] { $shown } запись
    [few] { $shown } записи
   *[many] { $shown } записей
 }
n-outlets = { $n ->
    [one] { $shown } издание
    [few] { $shown } издания
   *[many] { $shown } изданий
 }
n-characters = { $n ->
    [one] { $shown } знак
    [few] { $shown } знака
   *[many] { $shown } знаков
 }
n-unread = { $n ->
    [one] Не удалось прочесть { $shown } место.
    [few] Не удалось прочесть { $shown } места.
   *[many] Не удалось прочесть { $shown } мест.
 }
told-times = { $n ->
    [one] Сообщено { $shown } раз
    [few] Сообщено { $shown } раза
   *[many] Сообщено { $shown } раз
 }
version-n = версия { $shown }
page-n = страница { $shown }
counted-over = Подсчитано по последним по времени строкам: { $shown }.
n-lines = { $n ->
    [one] { $shown } строка
    [few] { $shown } строки
   *[many] { $shown } строк
 }
more-than-lines = больше { $shown } строк
n-sources = { $n ->
    [one] { $shown } источник
    [few] { $shown } источника
   *[many] { $shown } источников
 }
last-row = Последняя запись
only-first = { $n ->
    [one] Показана только { $shown } первая.
    [few] Показаны только первые { $shown }.
   *[many] Показаны только первые { $shown }.
 }
filters = Отбор
words = Слова
part-of-name = Часть имени
side = Сторона
other-side = Другая сторона
since = С
until = По
sort = Порядок
show = Показать
clear = Снять отбор
export = Забрать
subscribe = Подписаться
new-steps = Новые шаги
nothing = В реестре нет ничего подходящего.
pager = Страницы списка
previous = Назад
next = Дальше
in-rows = В записях
order-latest = сначала новые
order-oldest = сначала старые
order-articles = сначала самые упоминаемые
order-name = по имени
order-due = сначала с ближайшим сроком
order-last-due = сначала с поздним сроком
order-most-articles = сначала с большим числом статей
order-rows = сначала с большим числом записей
order-reports = сначала частые в прессе
from-date = с { $value }
until-date = до { $value }
due-by = срок: { $value }
was-due = срок истёк: { $value }
areas-stages = Области и стадии
index = Индекс сотрудничества
index-short = Индекс
index-text = Столбцы сверху: среднее по событиям месяца на шкале от сотрудничества до столкновения. Столбцы снизу: на скольких сообщениях оно основано. Все числа есть в таблице ниже.
index-note = Сверху — среднее значение по шкале Голдстейна (PLOVER) для состоявшихся событий месяца между двумя сторонами, каждое посчитано один раз; снизу — число сообщений, на которых оно основано. О том, чего пресса не сообщила, индекс не говорит.
table-behind = Числа таблицей
timeline = Встречи и шаги
who-speaks = Кто говорит за стороны
nobody = В реестре никого.
contradictions = В чём сообщения расходятся
contradictions-note = Числа и сроки, которые в разных шагах разные. Одно могли увеличить или перенести, другое — передать с ошибкой: это видно из предложений.
role-cue = Слово сообщения
role-content = Что сказано
role-trigger = Слова о событии
role-place = Место
role-time = Время
role-action = Что надлежит сделать
role-quantity = Сколько
role-due = Срок
role-made = Когда
role-evidence = Основание
said = Высказывания
did = Участие в событиях
terms = Сроки полномочий
offices = Должности по сообщениям
with-whom = С кем вместе
only-named = Стороной записей не выступает, только упоминается:
texts-cut = Показаны слова, на которых основаны записи, и предложение вокруг них; полный текст — в источнике.
text-withdrawn = Текст удалён по просьбе владельца ({ $value }). Остались слова, на которых основаны записи.
no-text = Текст здесь не показывается.
beginning = К началу
next-part = Следующая часть
within-year = В течение { $value } года
nothing-due = В этом году сроков нет.
coverage-note = Статьи по источникам и времени. Молчание прессы — не молчание государств: сверяйте с этой таблицей каждое число реестра.
all-years = Все годы
with-rows = С записями
no-source = источник не указан
unread = Не прочитано
none-unread = Прочитано всё, что получено.
where = Где
reason = Причина
last-try = Последняя попытка
network-text = Стороны и сколько в реестре о каждых двух. Каждая ведёт на свою страницу; числа есть в таблице ниже.
network-note = { $n ->
    [one] { $shown } сторона. Толщина линии — число записей о двух сторонах, размер круга — записей о стороне.
    [few] { $shown } стороны. Толщина линии — число записей о двух сторонах, размер круга — записей о стороне.
   *[many] { $shown } сторон. Толщина линии — число записей о двух сторонах, размер круга — записей о стороне.
 }
method = Как это сделано
method-1 = Сообщение читает нейронная сеть внутри программы: она размечает слова, их грамматику, имена государств, организаций и людей. Декларативные шаблоны находят по этой разметке, кто сказал, сделал или обязался. Без слов текста, на которых она основана, запись не создаётся.
method-2 = Шаги одного дела из разных сообщений соединяются в одно обязательство, сообщения об одном событии — в одно событие; мера сходства объяснима. Стадия обязательства — стадия его последнего шага; просрочка следует из срока и сегодняшнего дня.
method-3 = Люди могут подтвердить, исправить или отклонить запись; их решения хранятся всегда, с именем и причиной, и повторное чтение их не отменяет.
method-4 = Записи с уверенностью ниже 0,6 и записи без шаблона выглядят иначе: это предположения.
accuracy = Точность
accuracy-note = Измерено на сообщениях, размеченных вручную. Честная мера — настоящие тексты обо всём мире; наши собственные сообщения были перед глазами, когда программа писалась.
set-real = Настоящие новости, 2005–2020
set-dev = Сообщения нашими словами
measure = Что измерено
gold-rows = Размечено
precision = Точность
recall = Полнота
texts-of-others = Чужие тексты
texts-note = Статьи принадлежат их владельцам. Смотря по тому, как запущен сервер, он показывает тексты целиком, отрывки или только слова, на которых основана запись. По просьбе владельца текст удаляется; записи с краткими основаниями остаются.
sources-licences = Источники и лицензии
licence-note = Программа свободна (MIT или Apache-2.0); модель внутри неё — под CC BY-SA 4.0.
file = Файл
made-from = Из чего сделан
licence = Лицензия
stage-proposed = предложено
stage-negotiating = обсуждается
stage-agreed = согласовано
stage-signed = подписано
stage-ratified = ратифицировано
stage-started = начато
stage-delivered = исполнено
stage-delayed = отложено
stage-cancelled = отменено
area-politics = политика
area-security = безопасность
area-trade = торговля
area-finance = финансы
area-energy = энергетика
area-transport = транспорт
area-digital = цифровая сфера
area-migration = миграция
area-health = здравоохранение
area-education = образование
area-science = наука
area-culture = культура
area-media = СМИ
area-environment = окружающая среда
area-agriculture = сельское хозяйство
area-border = граница
area-humanitarian = гуманитарная помощь
area-justice = право
area-tourism = туризм
event-AGREE = согласие
event-CONSULT = встреча, переговоры
event-SUPPORT = поддержка
event-CONCEDE = уступка
event-COOPERATE = сотрудничество
event-AID = помощь
event-RETREAT = отход
event-REQUEST = просьба
event-ACCUSE = обвинение
event-REJECT = отказ
event-THREATEN = угроза
event-PROTEST = протест
event-SANCTION = санкции
event-MOBILIZE = мобилизация
event-COERCE = принуждение
event-ASSAULT = нападение
mode-visit = визит
mode-third-party = через третью сторону
mode-phone = по телефону
mode-multilateral = многосторонне
mode-video = по видеосвязи
modality-actual = состоялось
modality-planned = запланировано
modality-hypothetical = возможно
modality-negated = не состоялось
modality-historical = предыстория
statement-direct = дословно
statement-indirect = в пересказе
statement-mixed = отчасти дословно
status-derived = прочитано
status-corrected = исправлено
status-confirmed = подтверждено
status-added = добавлено человеком
status-rejected = отклонено
status-withdrawn = снято
kind-country = государство
kind-government = орган власти
kind-person = лицо
kind-intergovernmental = межгосударственная организация
kind-company = компания
kind-education = образование
kind-civil-society = гражданское общество
kind-media = СМИ
kind-armed-force = вооружённые силы
kind-group = группа
kind-other = другое
