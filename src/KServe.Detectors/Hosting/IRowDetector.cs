namespace KServe.Detectors;

/// <summary>Looks at rows, one block at a time.</summary>
internal interface IRowDetector
{
    /// <summary>Looks at the rows of one request, which are valid during the call only.</summary>
    void Process(RowBlock rows);
}
