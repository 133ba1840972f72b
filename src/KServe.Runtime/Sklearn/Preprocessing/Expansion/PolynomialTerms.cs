namespace KServe.Runtime.Sklearn.Preprocessing.Expansion;

/// <summary>The products of columns of a polynomial, degree by degree and in lexicographic order within each.</summary>
/// <remarks>Each product is an earlier one times one more column: a row costs one multiplication per term.</remarks>
internal sealed class PolynomialTerms
{
    public const int MaxDegree = 100;

    private const int MaxCount = 4_000_000;

    private readonly List<int> _parents = [];
    private readonly List<int> _columns = [];

    public PolynomialTerms(int columnCount, int lowestDegree, int highestDegree, bool interactionOnly)
    {
        var first = 0;
        for (var degree = 1; degree <= highestDegree; degree++)
        {
            var end = _parents.Count;
            if (degree == Math.Max(lowestDegree, 1))
            {
                SkippedCount = end;
            }

            if (degree == 1)
            {
                Append(parent: -1, firstColumn: 0, columnCount);
                continue;
            }

            for (var parent = first; parent < end; parent++)
            {
                Append(parent, _columns[parent] + (interactionOnly ? 1 : 0), columnCount);
            }

            first = end;
        }

        _parents.TrimExcess();
        _columns.TrimExcess();
        Count = _parents.Count - SkippedCount;
    }

    /// <summary>Gets the number of terms that come out.</summary>
    public int Count { get; }

    /// <summary>Gets the number of terms below the lowest degree, which lie before the others.</summary>
    public int SkippedCount { get; }

    /// <summary>Computes all terms of a row, the skipped ones included.</summary>
    public void Compute(ReadOnlySpan<double> row, Span<double> terms)
    {
        for (var i = 0; i < terms.Length; i++)
        {
            var parent = _parents[i];
            terms[i] = parent < 0 ? row[_columns[i]] : terms[parent] * row[_columns[i]];
        }
    }

    private void Append(int parent, int firstColumn, int columnCount)
    {
        if (_parents.Count + (long)columnCount - firstColumn > MaxCount)
        {
            throw new InvalidDataException($"PolynomialFeatures: more than {MaxCount} products");
        }

        for (var column = firstColumn; column < columnCount; column++)
        {
            _parents.Add(parent);
            _columns.Add(column);
        }
    }
}
