namespace KServe.LoadTest.Scenarios;

/// <summary>How requests follow each other.</summary>
internal enum LoadMode
{
    /// <summary>Every connection sends the next request when its answer has come.</summary>
    Closed,

    /// <summary>Requests are sent at a fixed rate, whether answers come or not.</summary>
    Open,

    /// <summary>One long closed run, for what collects over time.</summary>
    Steady,
}
