namespace KServe.Detectors;

/// <summary>Counts the rows of one group within the window.</summary>
internal sealed class GroupCount(string name)
{
    public string Name => name;

    public int Rows { get; set; }

    public int Favorable { get; set; }

    /// <summary>Gets or sets the rows whose label is favorable.</summary>
    public int Positives { get; set; }

    /// <summary>Gets or sets those of them that were predicted so.</summary>
    public int TruePositives { get; set; }

    public double SelectionRate => (double)Favorable / Rows;

    public double TruePositiveRate => (double)TruePositives / Positives;
}
