namespace KServe.Detectors;

/// <summary>Compares a window of rows with the reference.</summary>
internal interface IDriftTest
{
    /// <summary>Gets the names of what is tested, one for each result.</summary>
    IReadOnlyList<string> Features { get; }

    /// <summary>Gets what a result is compared with.</summary>
    double Threshold { get; }

    /// <summary>Gets whether results are p-values, which mean drift when small.</summary>
    bool HasPValues { get; }

    /// <summary>Tests rows, in any order, as many as the window has.</summary>
    void Test(double[] rows, Span<TestResult> results);
}
