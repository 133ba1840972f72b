namespace KServe.Detectors;

/// <summary>Looks at rows one by one, and passes over those with values that are no finite numbers.</summary>
internal abstract class FiniteRowDetector(DetectorScope scope) : IRowDetector
{
    protected DetectorScope Scope => scope;

    public void Process(RowBlock rows)
    {
        var looked = 0;
        for (var row = 0; row < rows.Rows; row++)
        {
            var values = rows[row];
            if (!Finiteness.Of(values))
            {
                scope.Skip(1, "a value is not a finite number");
                continue;
            }

            looked++;
            Look(values, rows.RequestId, row);
        }

        scope.CountRows(looked);
    }

    /// <summary>Looks at one row of a request.</summary>
    protected abstract void Look(ReadOnlySpan<double> values, string? requestId, int row);
}
