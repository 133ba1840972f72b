namespace KServe;

/// <summary>Configures how requests are mirrored to a canary whose answers nobody gets.</summary>
public sealed class ShadowOptions
{
    /// <summary>Gets or sets the share of the stable track's requests that is mirrored, in percent.</summary>
    /// <value>From 0 to 100 in steps of 0.01. Default: 0.</value>
    public double Percent { get; set; }

    /// <summary>Gets or sets how many mirrored requests may be on their way.</summary>
    /// <value>From 1 to 65536. Default: 8. What finds no place is not mirrored but counted.</value>
    public int MaxConcurrency { get; set; } = 8;

    /// <summary>Gets or sets the largest request and response that is copied, in bytes of tensors.</summary>
    /// <value>From 1 to 2147483647. Default: 1 MiB. Larger ones are not mirrored, or not compared.</value>
    public int MaxBytes { get; set; } = 1024 * 1024;

    /// <summary>Gets or sets how far numbers may differ, relative to the larger one, and still agree.</summary>
    /// <value>Zero or more. Default: 0.00001.</value>
    public double Tolerance { get; set; } = 1e-5;
}
