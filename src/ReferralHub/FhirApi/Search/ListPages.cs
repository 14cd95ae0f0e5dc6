namespace ReferralHub.FhirApi.Search;

/// <summary>Pages over a list that is small enough to be in memory, such as the directory, by id.</summary>
public static class ListPages
{
    public static SearchPage Page<T>(IEnumerable<T> fitting, Func<T, string> id, Func<T, FhirResource> write, SearchRequest request)
    {
        var all = fitting.OrderBy(id, StringComparer.Ordinal).ToList();
        int? total = request.WantsTotal ? all.Count : null;
        if (request.Count == 0)
            return new([], Total: total);
        if (request.Sort.IsDescending)
            all.Reverse();
        var (from, isDescending) = (0, request.Sort.IsDescending);
        if (request.Cursor is { } cursor)
        {
            // Where the row is, or would be had it not gone.
            var at = all.FindIndex(i => string.CompareOrdinal(id(i), cursor.Id) is var order && (isDescending ? order <= 0 : order >= 0));
            if (at < 0)
                at = all.Count;
            var isThere = at < all.Count && id(all[at]) == cursor.Id;
            from = cursor.IsBackward ? Math.Max(0, at - request.Count) : at + (isThere ? 1 : 0);
            if (cursor.IsBackward)
                all = all[..at];
        }

        var page = all.Skip(from).Take(request.Count).ToList();
        var hasNext = request.Cursor?.IsBackward == true || from + page.Count < all.Count;
        return new(
            [.. page.Select(write)],
            hasNext && page.Count > 0 ? new(false, "", id(page[^1])) : null,
            from > 0 && page.Count > 0 ? new(true, "", id(page[0])) : null,
            total
        );
    }
}
