namespace KServe.Protocol;

/// <summary>Names when a V2 request sends tensors as bytes behind the JSON.</summary>
public enum V2BinaryUse
{
    /// <summary>Only tensors without a form in JSON: FP16, BF16 and BYTES that are no UTF-8.</summary>
    WhenNeeded,

    /// <summary>Every tensor, and outputs are asked for in the same form.</summary>
    Always,

    /// <summary>None; a tensor without a form in JSON is an error.</summary>
    Never,
}
