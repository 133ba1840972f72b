namespace KServe;

/// <summary>Names which numbered version folders of a model are served.</summary>
public enum VersionPolicy
{
    /// <summary>The highest number only.</summary>
    Latest,

    /// <summary>Every number; calls without a version go to the highest.</summary>
    All,
}
