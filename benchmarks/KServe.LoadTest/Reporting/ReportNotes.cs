namespace KServe.LoadTest.Reporting;

/// <summary>Writes what a reader of the table has to know besides the numbers.</summary>
internal static class ReportNotes
{
    /// <summary>Makes the notes: rates that are lower bounds, and servers that were not measured.</summary>
    public static IReadOnlyList<string> Create(Report report)
    {
        var isBounded = ReportRow.CreateAll(report.Results).Any(static row => row.IsLowerBound);
        var skipped = report.Results
            .SelectMany(static result => result.Skipped.Select(skip => $"{result.Name}: {skip.Server} not measured: {skip.Reason}"));
        return
        [
            .. isBounded ? ["≥, (!): the client used over 85 % of its core, so that the rate is a lower bound"] : (string[])[],
            .. skipped,
        ];
    }
}
