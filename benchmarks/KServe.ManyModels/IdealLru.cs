namespace KServe.ManyModels;

/// <summary>What a cache that loads in no time would keep: least recently used out first, by bytes.</summary>
internal static class IdealLru
{
    /// <summary>Counts the requests that find their model.</summary>
    public static long CountHits(ZipfSequence sequence, long count, Func<int, long> sizeOf, long budget)
    {
        Dictionary<int, LinkedListNode<int>> loaded = [];
        LinkedList<int> byUse = new();
        long used = 0;
        long hits = 0;
        for (long i = 0; i < count; i++)
        {
            var model = sequence[i];
            if (loaded.TryGetValue(model, out var node))
            {
                hits++;
                byUse.Remove(node);
                byUse.AddLast(node);
                continue;
            }

            used += sizeOf(model);
            while (used > budget)
            {
                var oldest = byUse.First!;
                used -= sizeOf(oldest.Value);
                loaded.Remove(oldest.Value);
                byUse.Remove(oldest);
            }

            loaded[model] = byUse.AddLast(model);
        }

        return hits;
    }
}
