namespace KServe.Explainers;

/// <summary>A condition that the explained row meets, and the background rows that meet it.</summary>
/// <param name="Condition">The condition.</param>
/// <param name="Rows">One bit for each row of the background, 64 in a word.</param>
internal sealed record AnchorRule(Condition Condition, ulong[] Rows)
{
    /// <summary>Finds all conditions of a row: its categories, and the sides of bounds its amounts are on.</summary>
    public static List<AnchorRule> FindAll(FeatureSpace space, ReadOnlySpan<double> row, int parts)
    {
        List<AnchorRule> rules = [];
        for (var f = 0; f < row.Length; f++)
        {
            if (double.IsNaN(row[f]))
            {
                continue;
            }

            if (space.Features[f].IsCategory)
            {
                rules.Add(Create(space, Condition.Is(f, row[f])));
                continue;
            }

            foreach (var bound in space.Features[f].GetQuantiles(parts))
            {
                // A bound at the end of the range divides nothing.
                if (bound < space.Features[f].Maximum)
                {
                    rules.Add(Create(space, row[f] > bound
                        ? Condition.Between(f, bound, double.PositiveInfinity)
                        : Condition.Between(f, double.NegativeInfinity, bound)));
                }
            }
        }

        return rules;
    }

    private static AnchorRule Create(FeatureSpace space, Condition condition)
    {
        var background = space.Background;
        var rows = new ulong[(background.RowCount + 63) / 64];
        for (var r = 0; r < background.RowCount; r++)
        {
            rows[r >> 6] |= condition.Holds(background.GetRow(r)[condition.Feature]) ? 1UL << (r & 63) : 0;
        }

        return new AnchorRule(condition, rows);
    }
}
