using Framework.Tests.Running;
using IntegrationFramework;

namespace Framework.Tests.Authoring;

public class PagesTests
{
    private static readonly DateTimeOffset NewYear = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Test]
    public async Task ByLargest_SortedRecords_MovesTheCursorOnlyBetweenDifferentValues()
    {
        var pages = await Pages.ByLargestAsync(Items(1, 2, 2, 2, 3), item => item.Id, size: 2).ToListAsync();
        await Assert.That(Text(pages)).IsEqualTo("1,2→null 2,2→2 3→3");
    }

    [Test]
    public async Task ByLargest_PointsInTime_HasThemInUtcAsCursors()
    {
        var pages = await Pages.ByLargestAsync(Items(1), item => new DateTimeOffset(2026, 3, 1, 1, 0, 0, 500, TimeSpan.FromHours(1))).ToListAsync();
        await Assert.That(pages.Single().Cursor).IsEqualTo("2026-03-01T00:00:00.5000000Z");
    }

    [Test]
    public async Task ByLargest_TimesOfNoKnownZone_StayAsTheSourceHasThem()
    {
        var pages = await Pages.ByLargestAsync(Items(1), item => new DateTime(2026, 10, 25, 2, 30, 0, DateTimeKind.Unspecified)).ToListAsync();
        await Assert.That(pages.Single().Cursor).IsEqualTo("2026-10-25T02:30:00.0000000");
    }

    [Test]
    public async Task ByLargest_AnyText_IsTheCursorAsItIs()
    {
        var text = new string('ß', 100_000) + "\U0001F600\u0301\n'\"";
        var pages = await Pages.ByLargestAsync(Items(1, 2), item => item.Id == 1 ? "Z" : text).ToListAsync();
        await Assert.That(pages.Single().Cursor).IsEqualTo(text);
    }

    [Test]
    public async Task ByLargest_UnsortedRecords_Throws() =>
        await Assert.That(async () => await Pages.ByLargestAsync(Items(2, 1), item => item.Id).ToListAsync())
            .Throws<InvalidOperationException>().WithMessageContaining("1 comes after 2");

    [Test]
    public async Task ByToken_PagesWithTokens_FollowsThemAndKeepsTheLast()
    {
        var asked = new List<string?>();
        var pages = await Pages.ByTokenAsync<Item>("b", (token, _) =>
        {
            asked.Add(token);
            return Task.FromResult(new SourcePage<Item>([new Item(1, null)], token == "b" ? "c" : null));
        }).ToListAsync();
        await Assert.That(asked).IsEquivalentTo(new string?[] { "b", "c" });
        await Assert.That(Text(pages)).IsEqualTo("1→c 1→null");
    }

    [Test]
    public async Task ByToken_EmptyToken_IsTheLast()
    {
        var pages = await Pages.ByTokenAsync<Item>(null, (token, _) => Task.FromResult(new SourcePage<Item>([new Item(1, null)], token is null ? "b" : ""))).ToListAsync();
        await Assert.That(Text(pages)).IsEqualTo("1→b 1→null");
    }

    [Test]
    public async Task ByToken_SameTokenAgain_Throws() =>
        await Assert.That(async () => await Pages.ByTokenAsync("b", (_, _) => Task.FromResult(new SourcePage<Item>([], "b"))).ToListAsync())
            .Throws<InvalidOperationException>();

    [Test]
    public async Task ByNumber_LastPageIsNotFull_StaysThereForTheNextRun()
    {
        var pages = await Pages.ByNumberAsync("2", 2, (number, _) => Task.FromResult(List(number == 2 ? [3, 4] : [5]))).ToListAsync();
        await Assert.That(Text(pages)).IsEqualTo("3,4→3 5→null");
    }

    [Test]
    [Arguments("x")]
    [Arguments("-1")]
    [Arguments("99999999999999999999")]
    public async Task ByNumberOrOffset_CursorIsNoNumber_SaysHowToPutItRight(string cursor)
    {
        var message = $"Its cursor is '{cursor}', and this source goes on from a number. Put it right with `ifw state set`, or let it begin anew with `ifw state reset`.";
        await Assert.That(async () => await Pages.ByNumberAsync(cursor, 2, (_, _) => Task.FromResult(List())).ToListAsync()).Throws<FormatException>().WithMessage(message);
        await Assert.That(async () => await Pages.ByOffsetAsync(cursor, (_, _) => Task.FromResult(List())).ToListAsync()).Throws<FormatException>().WithMessage(message);
    }

    [Test]
    public async Task ByOffset_NoCursor_CountsTheRecords()
    {
        var pages = await Pages.ByOffsetAsync(null, (offset, _) => Task.FromResult(offset switch { 0 => List(1, 2, 3), 3 => List(4), _ => List() })).ToListAsync();
        await Assert.That(Text(pages)).IsEqualTo("1,2,3→3 4→4");
    }

    [Test]
    public async Task ByWindow_WithCursor_LooksBackAndEndsAtUntil()
    {
        var windows = new List<string>();
        var pages = await Pages.ByWindowAsync(
            "2026-01-02T00:00:00Z", NewYear, NewYear.AddDays(3), TimeSpan.FromDays(1), TimeSpan.FromHours(12),
            (from, to, _) =>
            {
                windows.Add($"{from:MM-dd HH}–{to:MM-dd HH}");
                return Task.FromResult(List());
            }).ToListAsync();
        await Assert.That(windows).IsEquivalentTo(["01-01 12–01-02 12", "01-02 12–01-03 12", "01-03 12–01-04 00"]);
        await Assert.That(pages[^1].Cursor).IsEqualTo("2026-01-04T00:00:00Z");
    }

    [Test]
    public async Task ByWindow_WhileItLooksBack_LeavesTheCursorWhereItIs()
    {
        var pages = await Pages.ByWindowAsync(
            "2026-01-02T00:00:00Z", NewYear, NewYear.AddDays(1).AddHours(6), TimeSpan.FromHours(5), TimeSpan.FromHours(12),
            (_, _, _) => Task.FromResult(List())).ToListAsync();
        await Assert.That(pages.Select(page => page.Cursor!)).IsEquivalentTo(
            ["2026-01-02T00:00:00Z", "2026-01-02T00:00:00Z", "2026-01-02T03:00:00Z", "2026-01-02T06:00:00Z"]);
    }

    [Test]
    public async Task ByWindow_OverAChangeOfTheClocks_HasNoGapAndNoOverlap()
    {
        // The last Sunday of March in Berlin has 23 hours.
        var saturday = new DateTimeOffset(2026, 3, 28, 0, 0, 0, TimeSpan.FromHours(1));
        var monday = new DateTimeOffset(2026, 3, 30, 0, 0, 0, TimeSpan.FromHours(2));
        var windows = new List<(DateTimeOffset From, DateTimeOffset To)>();
        await Pages.ByWindowAsync(
            "2026-03-28T22:00:00Z", saturday, monday, TimeSpan.FromDays(1), TimeSpan.FromHours(2),
            (from, to, _) =>
            {
                windows.Add((from, to));
                return Task.FromResult(List());
            }).ToListAsync();
        await Assert.That(windows[0].From.UtcDateTime).IsEqualTo(new DateTime(2026, 3, 28, 20, 0, 0));
        await Assert.That(windows.Zip(windows.Skip(1)).All(pair => pair.First.To == pair.Second.From)).IsTrue();
        await Assert.That(windows[^1].To).IsEqualTo(monday);
    }

    [Test]
    public async Task ByWindow_CursorIsNoTime_SaysHowToPutItRight() =>
        await Assert.That(async () => await Pages.ByWindowAsync(
            "yesterday", NewYear, NewYear.AddDays(1), TimeSpan.FromDays(1), TimeSpan.Zero, (_, _, _) => Task.FromResult(List())).ToListAsync())
            .Throws<FormatException>().WithMessageContaining("Its cursor is 'yesterday', and this source goes on from a point in time, such as 2026-01-31T00:00:00Z.");

    private static string Text(IEnumerable<SourcePage<Item>> pages) =>
        string.Join(' ', pages.Select(page => $"{string.Join(',', page.Records.Select(item => item.Id))}→{page.Cursor ?? "null"}"));

    private static IReadOnlyList<Item> List(params long[] ids) => [.. ids.Select(id => new Item(id, null))];

    private static IAsyncEnumerable<Item> Items(params long[] ids) => List(ids).ToAsyncEnumerable();
}
