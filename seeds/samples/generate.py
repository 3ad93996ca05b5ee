"""Writes the synthetic sample exports beside this file: no row describes a real person, call or ticket.

    python3 seeds/samples/generate.py

Six weeks (Monday 4 May to Sunday 14 June 2026, local time of Ho Chi Minh City) of an invented support centre, in the
exact shape of the vendors' exports. Arrivals follow the hour and the weekday; each queue is simulated with its agents
and its callers' patience, so waits and abandons are consistent. Same Python, same bytes: the random numbers are seeded
and the gzip headers carry no time. The imperfections that staging must handle are put in on purpose and marked "trap".
"""
import gzip
import heapq
import json
import os
import random
from datetime import datetime, timedelta, timezone

HERE = os.path.dirname(os.path.abspath(__file__))
UTC = timezone.utc
LOCAL_OFFSET = timedelta(hours=7)                              # Asia/Ho_Chi_Minh has no daylight saving time
START = datetime(2026, 5, 4, tzinfo=UTC) - LOCAL_OFFSET        # Monday 00:00 local time, in UTC
WEEKS = 6
END = START + timedelta(weeks=WEEKS)

TEAMS = {
    "billing": ("005488465d0e434298375f2e9769ceb3", "Team Billing"),
    "technical": ("115488465d0e434298375f2e9769ceb4", "Team Technical"),
    "sales": ("225488465d0e434298375f2e9769ceb5", "Team Sales"),
}
AGENTS = {
    "billing": ["Lan Pham", "Minh Tran", "Hoa Le"],
    "technical": ["Tuan Vo", "Mai Dang", "Khoa Bui"],
    "sales": ["Nga Ho", "Duc Ngo"],
}
CALLS_PER_DAY = {"billing": 64, "technical": 50, "sales": 26}
MEAN_TALK_SEC = {"billing": 320, "technical": 460, "sales": 380}
WEEKDAY_SHAPE = [1.25, 1.08, 1.0, 0.98, 1.05, 0.55, 0.35]      # Monday first
HOUR_SHAPE = {8: 0.9, 9: 1.5, 10: 1.6, 11: 1.2, 12: 0.7, 13: 0.9, 14: 1.3, 15: 1.3, 16: 1.1, 17: 0.9, 18: 0.6, 19: 0.4}
TEST_NUMBER = "+842800000001"
LINE, LINE_NAME = "+842800009999", "Sample Hotline"

GROUPS = {"billing": 360001112222, "technical": 360001112223, "engineering": 360001112224}
ISSUE_FIELD, AREA_FIELD = 360033344455, 360033344466


def iso(moment):
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def naive(moment):
    return moment.strftime("%Y-%m-%d %H:%M:%S") if moment else None


def hex_id(rng, length=32):
    return "".join(rng.choice("0123456789abcdef") for _ in range(length))


def write(name, text):
    path = os.path.join(HERE, name)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "wb") as raw, gzip.GzipFile(filename="", mode="wb", fileobj=raw, mtime=0, compresslevel=9) as packed:
        packed.write(text.encode("utf-8"))


def write_page(name, page):
    write(name, json.dumps(page, separators=(",", ":"), ensure_ascii=False))


# ---------------------------------------------------------------- Talkdesk: one queue simulation for all six weeks

class Call:
    """One call and its queue visits."""

    def __init__(self, rng, at, kind):
        self.id, self.sid = hex_id(rng), "CA" + hex_id(rng)
        self.at, self.kind, self.contacts = at, kind, []
        self.phone = TEST_NUMBER if kind == "test" else f"+8490{rng.randrange(900):07d}"
        self.ivr_options, self.end, self.hung_up_in_ivr = "", at, False
        self.disposition, self.csat, self.csat_at = None, None, None


def arrivals(rng):
    """Calls in order of time: (moment, queue or None where the caller never chose one, kind)."""
    for day in range(WEEKS * 7):
        midnight = START + timedelta(days=day)
        for queue, per_day in CALLS_PER_DAY.items():
            rate = per_day * WEEKDAY_SHAPE[day % 7] * (1.35 if day == 22 and queue == "billing" else 1.0)
            for hour, weight in HOUR_SHAPE.items():
                for _ in range(poisson(rng, rate * weight / sum(HOUR_SHAPE.values()))):
                    yield midnight + timedelta(hours=hour, seconds=rng.randrange(3600)), queue, "inbound"
            for _ in range(poisson(rng, rate * 0.02)):                                            # closed: voicemail
                yield midnight + timedelta(hours=rng.choice([6, 7, 20, 21]), seconds=rng.randrange(3600)), queue, "closed"
        for _ in range(poisson(rng, 6 * WEEKDAY_SHAPE[day % 7])):
            yield midnight + timedelta(hours=rng.randrange(9, 17), seconds=rng.randrange(3600)), "sales", "outbound"
        if day % 3 == 0:                                                                          # trap: test calls
            yield midnight + timedelta(hours=8, seconds=rng.randrange(600)), "billing", "test"


def poisson(rng, mean):
    count, elapsed = 0, rng.expovariate(1.0)
    while elapsed < mean:
        count, elapsed = count + 1, elapsed + rng.expovariate(1.0)
    return count


def on_shift(queue, moment):
    local = moment + LOCAL_OFFSET
    if not 8 <= local.hour < 20:
        return []
    names = AGENTS[queue]
    quiet = local.weekday() >= 5 or local.hour in (8, 12, 18, 19)
    return names[:1] if quiet or (queue == "sales" and local.hour >= 15) else names[:2] if local.hour not in (10, 14) else names


def simulate(rng):
    calls, heap, waiting, busy, order = [], [], {q: [] for q in AGENTS}, {}, 0

    def push(moment, event, *payload):
        nonlocal order
        order += 1
        heapq.heappush(heap, (moment, order, event, payload))

    for moment, queue, kind in arrivals(rng):
        push(moment, "arrive", queue, kind)

    def visit(call, queue, moment, transfer_in):
        contact = {"id": hex_id(rng), "queue": queue, "at": moment, "in": transfer_in, "out": False, "done": False,
                   "type": None, "agent": None, "answered": None, "end": None, "wait": 0, "ring": 0, "talk": 0, "hold": 0, "wrap": 0}
        call.contacts.append(contact)
        return contact

    def finish_unanswered(contact, kind, moment):
        contact.update(done=True, type=kind, end=moment, wait=int((moment - contact["at"]).total_seconds()))

    def take_next(queue, moment):
        for name in on_shift(queue, moment):
            waiting[queue] = [pair for pair in waiting[queue] if not pair[1]["done"]]
            if not waiting[queue]:
                return
            if busy.get(name, START) > moment:
                continue
            call, contact = waiting[queue].pop(0)
            ring = rng.randint(2, 9)
            contact["agent"], contact["ring"] = name, ring
            busy[name] = moment + timedelta(days=1)                                               # until released below
            push(moment + timedelta(seconds=ring), "answer", call, contact)

    def answer(call, contact, moment):
        name, queue = contact["agent"], contact["queue"]
        if contact["done"]:                                                                       # gave up while it rang
            busy[name] = moment
            return take_next(queue, moment)
        talk = max(4, int(rng.lognormvariate(0, 0.7) * MEAN_TALK_SEC[queue] * 0.78)) if call.kind != "test" else 1
        hold = rng.randint(15, 120) if rng.random() < 0.22 and call.kind != "test" else 0
        wrap = rng.randint(8, 70)
        over = moment + timedelta(seconds=talk + hold)
        contact.update(done=True, type="Answered", answered=moment, talk=talk, hold=hold, wrap=wrap,
                       wait=int((moment - contact["at"]).total_seconds()), end=over + timedelta(seconds=wrap))
        busy[name] = contact["end"]
        push(contact["end"], "free", queue)
        call.end = over
        if queue != "technical" and call.kind == "inbound" and len(call.contacts) == 1 and rng.random() < 0.08:
            contact["out"] = True
            enter(call, "technical", over, True)

    def enter(call, queue, moment, transfer_in=False):
        contact = visit(call, queue, moment, transfer_in)
        waiting[queue].append((call, contact))
        hasty = rng.random() < 0.035
        patience = rng.randint(1, 6) if hasty else max(3, int(rng.expovariate(1 / 330)))
        if call.kind != "test":
            push(moment + timedelta(seconds=patience), "give up", call, contact)
        push(moment + timedelta(seconds=600), "too long", call, contact)
        take_next(queue, moment)

    while heap:
        moment, _, event, payload = heapq.heappop(heap)
        if event == "arrive":
            queue, kind = payload
            call = Call(rng, moment, kind)
            calls.append(call)
            if kind == "outbound":
                dial(rng, call, visit(call, queue, moment, False))
                continue
            in_menu = timedelta(seconds=rng.randint(8, 45) if kind == "inbound" else 2)
            call.end, call.ivr_options = moment + in_menu, rng.choice(["1", "2", "1,2", "3"])
            if kind == "inbound" and rng.random() < 0.05:
                call.hung_up_in_ivr, call.ivr_options = True, ""
            elif kind == "closed":
                finish_unanswered(contact := visit(call, queue, call.end, False), "Voicemail", call.end + timedelta(seconds=rng.randint(10, 40)))
                call.end = contact["end"]
            else:
                push(call.end, "queue", call, queue)
        elif event == "queue":
            enter(payload[0], payload[1], moment)
        elif event == "answer":
            answer(*payload, moment)
        elif event == "free":
            take_next(payload[0], moment)
        elif not payload[1]["done"]:                                                              # give up, too long
            call, contact = payload
            wait = (moment - contact["at"]).total_seconds()
            kind = "Missed" if event == "too long" else "Short Abandoned" if wait < 5 else "Abandoned"
            if kind == "Abandoned" and wait > 60 and rng.random() < 0.25:
                kind = "Voicemail"
            finish_unanswered(contact, kind, moment)
            call.end = moment
    for call in calls:
        describe_call(rng, call)
    return [call for call in calls if call.end < END]


def dial(rng, call, contact):
    ring = rng.randint(5, 30)
    contact["agent"], contact["ring"] = rng.choice(AGENTS["sales"]), ring
    if rng.random() < 0.6:
        connected, talk = call.at + timedelta(seconds=ring), rng.randint(20, 400)
        call.end = connected + timedelta(seconds=talk)
        contact.update(type="Connected", answered=connected, talk=talk, wrap=rng.randint(5, 40))
        contact["end"] = call.end + timedelta(seconds=contact["wrap"])
    else:
        call.end = call.at + timedelta(seconds=ring)
        contact.update(type="Not Connected", end=call.end)


def describe_call(rng, call):
    answered = [c for c in call.contacts if c["type"] == "Answered"]
    if answered and call.kind == "inbound":
        topic = {"billing": "Billing", "technical": "Technical", "sales": "Sales"}[answered[-1]["queue"]]
        call.disposition = rng.choices([f"{topic} - resolved", f"{topic} - follow-up", None], [70, 18, 12])[0]    # trap: missing
        if rng.random() < 0.18:
            call.csat, call.csat_at = rng.choices([1, 2, 3, 4, 5], [5, 4, 9, 27, 55])[0], call.end + timedelta(seconds=rng.randint(60, 900))
        if rng.random() < 0.01:
            answered[-1]["wrap"] = None                                                           # trap: wrap not delivered


def agent_fields(name):
    if name is None:
        return None, None, None
    index = [agent for names in AGENTS.values() for agent in names].index(name)
    return f"67b3696b5b004334e155e{index:03d}", name, name.lower().replace(" ", ".") + "@example.com"


def team_fields(name):
    queue = next((q for q, names in AGENTS.items() if name in names), None)
    return TEAMS.get(queue, (None, None))


def call_row(call, pulled_at, day_fractions):
    """A row of the `calls` report. Trap: its talk time includes hold, unlike that of `contacts`."""
    def seconds(value):
        return round(value / 86400, 12) if day_fractions else value                               # trap: unit before 11 May 2026

    answered = [c for c in call.contacts if c["answered"]]
    last = call.contacts[-1] if call.contacts else None
    if call.kind == "outbound":
        kind = "outbound" if answered else "outbound_missed"
    elif answered:
        kind = "inbound"
    else:
        kind = last["type"].lower().replace(" ", "_") if last else "abandoned"
    first = agent_fields(answered[0]["agent"] if answered else None)
    handling = agent_fields(answered[-1]["agent"] if len(answered) > 1 else None)
    team = team_fields(answered[-1]["agent"] if answered else None)
    wait = sum(c["wait"] for c in call.contacts)
    surveyed = call.csat is not None and call.csat_at <= pulled_at
    return {
        "call_id": call.id, "callsid": call.sid, "type": kind, "start_at": iso(call.at), "end_at": iso(call.end),
        "talkdesk_phone_number": LINE, "talkdesk_phone_display_name": LINE_NAME, "contact_phone_number": call.phone,
        "user_id": first[0], "user_name": first[1], "user_email": first[2],
        "total_time": seconds(int((call.end - call.at).total_seconds())),
        "talk_time": seconds(sum(c["talk"] + c["hold"] for c in answered)), "wait_time": seconds(wait),
        "hold_time": seconds(sum(c["hold"] for c in answered)), "abandon_time": seconds(last["wait"] if kind.endswith("abandoned") and last else 0),
        "total_ringing_time": seconds(sum(c["ring"] for c in call.contacts)), "disposition_code": call.disposition, "notes": None,
        "user_voice_rating": 0, "ring_groups": " + ".join(c["queue"] for c in call.contacts) or None, "ivr_options": call.ivr_options,
        "is_in_business_hours": call.kind != "closed", "is_callback_from_queue": False, "is_transfer": any(c["out"] for c in call.contacts),
        "handling_user_id": handling[0], "handling_user_name": handling[1], "handling_user_email": handling[2],
        "recording_url": None, "is_external_transfer": False, "is_if_no_answer": False, "is_call_forwarding": False,
        "csat_score": call.csat if surveyed else None, "csat_survey_time": iso(call.csat_at) if surveyed else "",
        "team_id": team[0], "team_name": team[1], "rating_reason": "", "agent_disconnected": "No", "data_status": "Valid",
        "disposition_set": call.disposition.split(" - ")[0] if call.disposition else None, "nested_disposition": None,
    }


def contact_row(call, contact):
    user, team = agent_fields(contact["agent"] if contact["answered"] else None), team_fields(contact["agent"] if contact["answered"] else None)
    kind, wait, outbound = contact["type"], contact["wait"], call.kind == "outbound"
    handled = contact["talk"] + contact["hold"] + (contact["wrap"] or 0)
    return {
        "interaction_id": call.id, "contact_id": contact["id"], "company_number": LINE, "phone_display_name": LINE_NAME,
        "contact_person_number": call.phone, "external_phone_number": None, "direction": "OUT" if outbound else "IN", "contact_type": kind,
        "started_at": naive(contact["at"]), "wait_time": wait, "time_to_missed": wait if kind == "Missed" else 0,
        "abandon_time": wait if kind == "Abandoned" else 0, "short_abandon_time": wait if kind == "Short Abandoned" else 0,
        "time_to_voicemail": wait if kind == "Voicemail" else 0, "ring_time": contact["ring"], "connect_time": contact["ring"] if outbound else 0,
        "answered_at": None if outbound else naive(contact["answered"]), "connected_at": naive(contact["answered"]),
        "talk_time": contact["talk"], "hard_hold_time": contact["hold"], "soft_hold_time": 0, "hold_time": contact["hold"],
        "after_call_work_time": contact["wrap"], "finished_at": naive(contact["end"]),
        "duration": int((contact["end"] - contact["at"]).total_seconds()), "handle_time": handled,
        "inside_business_hours": "No" if call.kind == "closed" else "Yes",
        "inside_service_level": "Yes" if contact["answered"] and not outbound and wait <= 20 else "No",
        "within_service_level_threshold": "Yes" if not outbound and wait <= 20 else "No",
        "transfer_out": "Yes" if contact["out"] else "No", "transfer_out_type": "ring_group" if contact["out"] else None,
        "transfer_in": "Yes" if contact["in"] else "No", "transfer_in_type": "ring_group" if contact["in"] else None, "callback": None,
        "ring_groups": contact["queue"], "user_name": user[1], "direct_assignment_user": None, "team_name": team[1], "user_id": user[0],
        "direct_assignment_ids": None, "team_id": team[0], "handling_ring_groups": contact["queue"] if contact["answered"] else None,
    }


def write_talkdesk():
    rng = random.Random(20260504)
    calls = simulate(rng)
    for week in range(WEEKS):
        opens, closes = START + timedelta(weeks=week), START + timedelta(weeks=week + 1)
        label = f"{(opens + LOCAL_OFFSET):%Y-%m-%d}_{(closes + LOCAL_OFFSET - timedelta(days=1)):%Y-%m-%d}.json.gz"
        late = [c for c in calls if closes - timedelta(hours=12) <= c.end < closes][::9] if week < WEEKS - 1 else []
        again = opens - timedelta(days=1)                                                         # trap: a day is pulled twice
        picked = [c for c in calls if again <= c.end < closes and c not in late]                  # trap: late rows come a week later
        call_rows = [call_row(c, closes, day_fractions=week == 0) for c in picked]
        contact_rows = [contact_row(c, contact) for c in picked for contact in c.contacts]
        call_rows.append(dict(call_rows[7]))                                                      # trap: a row twice in one file
        contact_rows.append(dict(contact_rows[7]))
        for kind, rows in (("calls", call_rows), ("contacts", contact_rows)):
            write_page(f"talkdesk/{kind}_{label}", {"type": kind, "version": "v1", "entries": rows, "total": len(rows)})
    return calls


# ---------------------------------------------------------------- Zendesk: each ticket is the list of its audits

class Ticket:
    """A ticket whose state at any moment is the replay of its audits."""

    def __init__(self, number, requester):
        self.id, self.requester, self.audits = number, requester, []
        self.channel, self.submitter, self.tags, self.issue, self.area, self.deleted_at = "email", requester, [], None, None, None

    def audit(self, moment, author, **events):
        self.audits.append({"at": moment, "author": author, **events})

    def state(self, cut):
        state = {"status": "new", "priority": None, "group": None, "assignee": None, "updated": None, "score": "unoffered"}
        for audit in self.audits:
            if audit["at"] <= cut:
                state.update(audit.get("set", {}), updated=audit["at"])
        if self.deleted_at and self.deleted_at <= cut:
            state.update(status="deleted", updated=self.deleted_at)
        return state


def office_time(moment, delay):
    """`delay` of opening time (Monday to Friday, 08:00 to 18:00 local) after `moment`."""
    while True:
        local = moment + LOCAL_OFFSET
        opens = local.replace(hour=8, minute=0, second=0, microsecond=0)
        closes = local.replace(hour=18, minute=0, second=0, microsecond=0)
        if local.weekday() >= 5 or local >= closes:
            moment = opens + timedelta(days=1) - LOCAL_OFFSET
            continue
        local = max(local, opens)
        if local + delay < closes:
            return local + delay - LOCAL_OFFSET
        delay -= closes - local
        moment = opens + timedelta(days=1) - LOCAL_OFFSET


def office_minutes(start, end):
    minutes, day = 0.0, (start + LOCAL_OFFSET).replace(hour=0, minute=0, second=0)
    while day < end + LOCAL_OFFSET:
        if day.weekday() < 5:
            opens, closes = max(day.replace(hour=8), start + LOCAL_OFFSET), min(day.replace(hour=18), end + LOCAL_OFFSET)
            minutes += max(0.0, (closes - opens).total_seconds() / 60)
        day += timedelta(days=1)
    return int(minutes)


def make_ticket(rng, number, created, agents, requesters):
    ticket = Ticket(number, rng.choice(requesters))
    ticket.channel = rng.choices(["email", "web", "voice", "chat", "native_messaging"], [52, 22, 10, 8, 8])[0]
    group = rng.choices(["billing", "technical"], [55, 45])[0]
    ticket.issue, ticket.area = rng.choice([group, "account", None]), rng.choice(["invoices", "app", "website", None])    # trap: missing
    ticket.tags = [group] + (["test"] if rng.random() < 0.02 else [])                             # trap: test tickets
    priority = rng.choices(["low", "normal", "high", "urgent", None], [15, 50, 20, 5, 10])[0]     # trap: priority may be null
    agent = rng.choice(agents[group])
    if ticket.channel == "voice":
        ticket.submitter = agent                                                                  # written by the agent after a call
    ticket.audit(created, ticket.submitter, comment=(True, ticket.submitter),
                 set={"status": "new", "group": GROUPS[group], "priority": None})
    pace = {"urgent": 12, "high": 45, "normal": 110, "low": 240, None: 150}[priority]

    def wait(mean):
        return timedelta(seconds=max(60, int(rng.expovariate(1 / (mean * 60)))))

    moment = office_time(created, wait(pace / 4))
    ticket.audit(moment, agent, set={"status": "open", "assignee": agent, "priority": priority})
    if rng.random() < 0.01:
        ticket.audit(office_time(moment, wait(30)), agent, set={"status": "closed"})              # trap: closed, never solved
        return ticket
    if rng.random() < 0.008:
        ticket.deleted_at = moment + timedelta(hours=2)                                           # trap: deleted
        return ticket
    if rng.random() < 0.15:
        ticket.audit(office_time(moment, wait(5)), agent, comment=(False, agent))                 # an internal note is no reply
    for _ in range(rng.choices([0, 1, 2, 3], [35, 38, 18, 9])[0]):
        moment = office_time(ticket.audits[-1]["at"], wait(pace))
        if rng.random() < 0.14 and group == "technical":
            moment = max(moment, ticket.audits[-1]["at"] + timedelta(seconds=1))
            ticket.audit(moment, agent, set={"group": GROUPS["engineering"], "status": "hold"})   # an escalation
            moment = office_time(moment, wait(900))
            ticket.audit(moment, agent, set={"status": "open"})
            moment = office_time(moment, wait(60))
        ticket.audit(moment, agent, comment=(True, agent), set={"status": "pending"})
        ticket.audit(moment + wait(420), ticket.requester, comment=(True, ticket.requester), set={"status": "open"})
    moment = office_time(ticket.audits[-1]["at"], wait(pace * 1.5))
    ticket.audit(moment, agent, comment=(True, agent), set={"status": "solved", "score": "offered"})
    if rng.random() < 0.09:                                                                       # trap: reopened, some still open
        moment += timedelta(seconds=int(rng.uniform(0.5, 90) * 3600))
        ticket.audit(moment, ticket.requester, comment=(True, ticket.requester), set={"status": "open"})
        if rng.random() < 0.75:
            moment = office_time(moment, wait(pace * 3))
            ticket.audit(moment, agent, comment=(True, agent), set={"status": "solved"})
    if ticket.audits[-1]["set"]["status"] == "solved":
        solved = ticket.audits[-1]["at"]
        if rng.random() < 0.25:
            ticket.audit(solved + timedelta(hours=20), ticket.requester, set={"score": rng.choices(["good", "bad"], [86, 14])[0]})
        ticket.audit(solved + timedelta(hours=96), -1, set={"status": "closed"})                  # by the vendor's automation
    return ticket


def ticket_row(ticket, cut):
    state = ticket.state(cut)
    address = {"email": {"from": {"address": f"customer{ticket.requester % 1000}@example.com"}, "to": {"address": "support@example.org"}, "rel": None},
               "voice": {"from": {"phone": f"+8490{ticket.requester % 1000:07d}"}, "to": {}, "rel": "inbound"}}
    return {
        "id": ticket.id, "url": f"https://sample.zendesk.com/api/v2/tickets/{ticket.id}.json", "external_id": None,
        "via": {"channel": ticket.channel, "source": address.get(ticket.channel, {"from": {}, "to": {}, "rel": None})},
        "created_at": iso(ticket.audits[0]["at"]), "updated_at": iso(state["updated"]), "generated_timestamp": int(state["updated"].timestamp()) + 2,
        "type": None, "subject": f"Sample ticket {ticket.id}", "priority": state["priority"], "status": state["status"],
        "requester_id": ticket.requester, "submitter_id": ticket.submitter, "assignee_id": state["assignee"], "organization_id": None,
        "group_id": state["group"], "brand_id": 360000444555, "ticket_form_id": 360000099999, "problem_id": None, "has_incidents": False,
        "is_public": True, "due_at": None, "tags": ticket.tags,
        "custom_fields": [{"id": ISSUE_FIELD, "value": ticket.issue}, {"id": AREA_FIELD, "value": ticket.area}],
        "satisfaction_rating": {"score": state["score"]}, "sharing_agreement_ids": [], "followup_ids": [],
        "allow_channelback": False, "allow_attachments": True,
    }


FIELDS = {"status": "status", "priority": "priority", "group": "group_id", "assignee": "assignee_id", "score": "satisfaction_score"}


def audit_rows(ticket, cut, first_id):
    rows, before = [], {}
    for audit in (a for a in ticket.audits if a["at"] <= cut):
        number, events = first_id + 10 * len(rows), []
        if "comment" in audit:
            public, author = audit["comment"]
            events.append({"type": "Comment", "public": public, "author_id": author, "body": "Synthetic text"})
        for key, value in audit.get("set", {}).items():
            text = None if value is None else str(value)
            if not rows:
                events.append({"type": "Create", "field_name": FIELDS[key], "value": text})
            elif before.get(key) != value:
                events.append({"type": "Change", "field_name": FIELDS[key], "value": text,
                               "previous_value": None if before.get(key) is None else str(before[key])})
            before[key] = value
        events = [{"id": number + 1 + index, **event} for index, event in enumerate(events)]
        rows.append({"id": number, "ticket_id": ticket.id, "created_at": iso(audit["at"]), "author_id": audit["author"],
                     "via": {"channel": ticket.channel if audit["author"] != -1 else "rule"}, "metadata": {"system": {}, "custom": {}}, "events": events})
    return rows


def metric_row(ticket, cut, staff):
    state, audits = ticket.state(cut), [a for a in ticket.audits if a["at"] <= cut]
    created = audits[0]["at"]
    replies = [a["at"] for a in audits[1:] if a.get("comment", (False, 0))[0] and a["comment"][1] in staff]
    solves = [a["at"] for a in audits if a.get("set", {}).get("status") == "solved"]
    statuses = [a["set"]["status"] for a in audits if "status" in a.get("set", {})]
    reopens = sum(1 for old, new in zip(statuses, statuses[1:]) if old == "solved" and new == "open")

    def minutes(until):
        if until is None:
            return {"calendar": None, "business": None}
        return {"calendar": int((until - created).total_seconds() // 60), "business": office_minutes(created, until)}

    settled = state["status"] in ("solved", "closed")
    reply = None if ticket.submitter in staff or not replies else replies[0]                      # agent-created: no reply clock
    return {
        "id": 5527084000000 + ticket.id, "ticket_id": ticket.id, "created_at": iso(created), "updated_at": iso(state["updated"]),
        "group_stations": len({a["set"]["group"] for a in audits if "group" in a.get("set", {})}), "assignee_stations": 1 if state["assignee"] else 0,
        "reopens": reopens, "replies": len(replies), "status_updated_at": iso(state["updated"]),
        "solved_at": iso(solves[-1]) if solves and settled else None, "latest_comment_added_at": None,
        "reply_time_in_minutes": minutes(reply), "first_resolution_time_in_minutes": minutes(solves[0] if solves else None),
        "full_resolution_time_in_minutes": minutes(solves[-1] if solves and settled else None),
    }


def write_zendesk():
    rng = random.Random(20260614)
    people = [name for names in AGENTS.values() for name in names]
    staff_ids = {name: 360777000101 + index for index, name in enumerate(people)}
    agents = {group: [staff_ids[name] for name in AGENTS[group]] for group in ("billing", "technical")}
    requesters = [361884125001 + index for index in range(420)]
    tickets = []
    for day in range(WEEKS * 7):
        for _ in range(poisson(rng, 17 * WEEKDAY_SHAPE[day % 7])):
            created = START + timedelta(days=day, hours=rng.choices(range(24), [1] * 7 + [4, 8, 10, 10, 8, 6, 8, 9, 9, 8, 6, 4, 4, 3, 3, 2, 1])[0],
                                        seconds=rng.randrange(3600))
            tickets.append(created)
    tickets = [make_ticket(rng, 35000 + index, created, agents, requesters) for index, created in enumerate(sorted(tickets))]
    last = END - timedelta(seconds=1)
    for week in range(WEEKS):
        opens, closes = START + timedelta(weeks=week), min(START + timedelta(weeks=week + 1), last)
        changed = [t for t in tickets if t.audits[0]["at"] <= closes and (t.state(closes)["updated"] > opens)]
        rows = [ticket_row(t, closes) for t in changed]                                           # trap: a ticket returns in each week it changed
        write_page(f"zendesk/tickets_{week + 1:04d}.json.gz", {
            "tickets": rows, "after_url": None, "after_cursor": None, "before_url": None, "before_cursor": None, "end_of_stream": week == WEEKS - 1})
    audits, metrics, next_id = [], [], 2127301000
    for ticket in (t for t in tickets if t.audits[0]["at"] <= last):
        rows = audit_rows(ticket, last, next_id)
        next_id += 10 * len(rows)
        audits += rows + (rows[-1:] if ticket.id % 50 == 0 else [])                               # trap: repeated at a page's edge
        metrics.append(metric_row(ticket, last, set(staff_ids.values())))
    write("zendesk/ticket_audits.jsonl.gz", "".join(json.dumps(row, separators=(",", ":")) + "\n" for row in audits))
    write_page("zendesk/ticket_metrics_0001.json.gz", {
        "ticket_metrics": metrics, "meta": {"has_more": False, "after_cursor": None, "before_cursor": None}, "links": {"prev": None, "next": None}})
    write_users(staff_ids, requesters)


def write_users(staff_ids, requesters):
    def user(number, name, email, role):
        return {"id": number, "role": role, "role_type": 0 if role == "agent" else None, "name": name, "email": email, "phone": None,
                "organization_id": None, "time_zone": "Hanoi", "locale": "vi", "tags": [], "user_fields": {}, "active": True, "suspended": False,
                "created_at": "2026-01-05T02:00:00Z", "updated_at": "2026-05-01T02:00:00Z", "permanently_deleted": False}

    rows = [user(number, name, agent_fields(name)[2], "agent") for name, number in staff_ids.items()]
    rows += [user(number, f"Sample Customer {number % 1000}", f"customer{number % 1000}@example.com", "end-user") for number in requesters]
    write_page("zendesk/users_0001.json.gz", {"users": rows, "after_url": None, "after_cursor": None, "before_url": None, "before_cursor": None, "end_of_stream": True})


if __name__ == "__main__":
    calls = write_talkdesk()
    write_zendesk()
    print(f"{len(calls)} calls written")
