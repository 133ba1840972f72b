namespace KServe.LoadTest.Reporting;

/// <summary>Writes what a reader of the table has to know besides the numbers.</summary>
internal static class ReportNotes
{
    /// <summary>Makes the notes: rates to doubt, and servers that were not measured.</summary>
    public static IReadOnlyList<string> Create(Report report)
    {
        var rows = ReportRow.CreateAll(report.Results);
        List<string> notes = [];
        if (rows.Any(static row => row.IsLowerBound))
        {
            notes.Add("≥, (!): the client used over 85 % of its core, so that the rate is a lower bound");
        }

        if (rows.Any(static row => row.Result.IsDisturbed))
        {
            notes.Add("(?): other programs used over 5 % of the server's core in a round, though it was repeated");
        }

        notes.AddRange(report.Results.SelectMany(static result =>
            result.Skipped.Select(skip => $"{result.Name}: {skip.Server} not measured: {skip.Reason}")));
        return notes;
    }
}
