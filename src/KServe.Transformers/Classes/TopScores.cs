namespace KServe.Transformers.Classes;

/// <summary>Finds the best scores of a row.</summary>
internal static class TopScores
{
    /// <summary>Writes the best scores and their places, the best first; of equal ones the first comes first.</summary>
    /// <remarks>NaN is worse than any number.</remarks>
    public static void Find(ReadOnlySpan<float> row, Span<float> scores, Span<long> indices)
    {
        var found = 0;
        for (var i = 0; i < row.Length; i++)
        {
            var score = row[i];
            if (found == scores.Length && !IsBetter(score, scores[^1]))
            {
                continue;
            }

            var place = found < scores.Length ? found++ : found - 1;
            while (place > 0 && IsBetter(score, scores[place - 1]))
            {
                scores[place] = scores[place - 1];
                indices[place] = indices[place - 1];
                place--;
            }

            scores[place] = score;
            indices[place] = i;
        }
    }

    /// <summary>Sorts a whole row, which for many places is faster than keeping a few in order.</summary>
    public static void Sort(ReadOnlySpan<float> row, Span<float> scores, Span<long> indices)
    {
        for (var i = 0; i < indices.Length; i++)
        {
            indices[i] = i;
            // Ascending by the negated score: NaN sorts first in .NET, so that it becomes infinity.
            scores[i] = float.IsNaN(row[i]) ? float.PositiveInfinity : -row[i];
        }

        SortStable(scores, indices);
        for (var i = 0; i < indices.Length; i++)
        {
            scores[i] = row[(int)indices[i]];
        }
    }

    private static void SortStable(Span<float> keys, Span<long> indices)
    {
        keys.Sort(indices);
        // Equal keys come in any order: put each run of them in the order of the classes.
        for (var start = 0; start < keys.Length;)
        {
            var end = start + 1;
            while (end < keys.Length && keys[end] == keys[start])
            {
                end++;
            }

            indices[start..end].Sort();
            start = end;
        }
    }

    private static bool IsBetter(float score, float other) =>
        score > other || (float.IsNaN(other) && !float.IsNaN(score));
}
