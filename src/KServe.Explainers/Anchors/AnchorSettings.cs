namespace KServe.Explainers;

/// <summary>What the search for anchors does for one request.</summary>
internal sealed record AnchorSettings(AnchorOptions Options, double Precision, int Seed)
{
    public double Delta => 1 - Options.Confidence;
}
