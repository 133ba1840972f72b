namespace KServe.ModelMesh;

/// <summary>Decides by the requests of one interval whether a model has too few copies or too many.</summary>
internal static class CopyDemand
{
    // One copy less must be clearly enough, or copies would come and go.
    private const double Margin = 2.0 / 3;

    /// <summary>Tells whether one copy more is wanted.</summary>
    public static bool IsBusy(CopyOptions options, int copies, in CopyCounts counts, TimeSpan interval) =>
        GetPerMinute(counts, interval) > (double)options.ScaleUpPerMinute * copies
        || (counts.Waited > 0 && counts.Waited > options.ScaleUpWaiting * counts.Calls);

    /// <summary>Tells whether one copy less would have been enough.</summary>
    public static bool IsQuiet(CopyOptions options, int copies, in CopyCounts counts, TimeSpan interval) =>
        copies > 1
        && counts.Waited == 0
        && GetPerMinute(counts, interval) <= Margin * options.ScaleUpPerMinute * (copies - 1);

    private static double GetPerMinute(in CopyCounts counts, TimeSpan interval) => counts.Calls / interval.TotalMinutes;
}
