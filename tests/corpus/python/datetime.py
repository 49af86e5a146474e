import datetime
from datetime import datetime as dt, timedelta, date, timezone
d = dt(2024, 2, 28, 13, 5, 9); print(d, repr(d), d.isoformat(), d.strftime("%Y-%m-%d %H:%M:%S %j %A %b %p"), d + timedelta(days=2), d - timedelta(hours=14), (dt(2024, 3, 1) - d), d.weekday(), d.date(), d.time(), d.replace(year=2023, minute=0))
print(date(2020, 1, 31), date(2020, 1, 31) + timedelta(weeks=1), date(2021, 3, 1) - date(2021, 2, 1), (date(2021, 3, 1) - date(2021, 2, 1)).days, date.fromisoformat("2021-12-25").strftime("%d/%m/%y"), date(2020, 1, 1) < date(2020, 1, 2), date(2024, 5, 6).isoweekday())
print(timedelta(days=1, hours=2), timedelta(seconds=90).total_seconds(), repr(timedelta(minutes=1)), timedelta(hours=1) * 2, timedelta(days=1) > timedelta(hours=1), -timedelta(hours=1), timedelta(milliseconds=1500))
u = dt(2024, 1, 1, tzinfo=timezone.utc); print(u, u.isoformat(), u.timestamp(), dt.fromtimestamp(0, tz=timezone.utc), dt.fromisoformat("2024-05-06T07:08:09+02:00"), dt.strptime("2024-01-02 03:04", "%Y-%m-%d %H:%M"), dt(1, 1, 1), dt.max.year)
print(datetime.time(1, 2, 3), d.year, d.microsecond, dt(2024, 1, 1, 0, 0, 0, 5), dt(2024, 1, 1) == dt(2024, 1, 1, 0), {dt(2024, 1, 1): 1}[dt(2024, 1, 1)], f"{d:%Y/%m}", dt.combine(date(2024, 1, 1), datetime.time(2, 3)), isinstance(d, date))
try: date(2023, 2, 29)
except ValueError as e: print(e)
try: dt.strptime("x", "%Y")
except ValueError as e: print(e)
print(date.fromisocalendar(2024, 1, 1), date.fromisocalendar(2020, 53, 7), dt.fromisocalendar(2021, 1, 1), date.fromisocalendar(1, 1, 1))
try: date.fromisocalendar(2024, 60, 1)
except ValueError as e: print(e)
