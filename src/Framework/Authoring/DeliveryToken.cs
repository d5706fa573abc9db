using System.Globalization;

namespace IntegrationFramework;

/// <summary>
/// Names what is delivered up to one commit, and a page of it. As long as that isn't committed it is delivered again and again under the same
/// token, in this run or the next, also where a replay, a backfill or a run with <c>--limit</c> comes between; what follows the commit has another.
/// No token is ever used for anything else, also not after <c>ifw state reset</c> or with a new telemetry database.
/// </summary>
/// <remarks>
/// What is fetched again needn't be the same: the source may have changed, and its records may be cut into pages in another way. A receiver that puts
/// what comes under a token in the place of what came under it before, and takes away what has the same <see cref="Commit"/> and a
/// higher <see cref="Page"/>, has every record exactly once. For one that ignores a token that it knows there is <see cref="DeliveryPage.IdempotencyKey"/>.
/// </remarks>
/// <param name="Commit">
/// What is committed together: the integration's name, the sink's, since which run commits are counted, and the number of the commit, such as <c>42</c>;
/// replays, the windows of backfills and runs with <c>--limit</c> have numbers of their own, such as <c>replay-3</c>. Letters, digits, <c>_</c>,
/// <c>-</c> and <c>.</c>.
/// </param>
/// <param name="Page">Which page of it, from 0.</param>
/// <param name="Pages">How many pages it has.</param>
public sealed record DeliveryToken(string Commit, int Page, int Pages)
{
    /// <summary>Whether this is the last page before the commit.</summary>
    public bool IsLast => Page == Pages - 1;

    /// <summary>The token as text, fit for a header, a key, or the name of a file: <c>orders.webhook.0199….42.0</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Commit}.{Page}");
}
