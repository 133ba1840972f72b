namespace KServe.Protocol;

/// <summary>Names the two ways in which V2 responses are written.</summary>
public enum V2JsonForm
{
    /// <summary>As the Open Inference Protocol says: what is absent is left out.</summary>
    Strict = 0,

    /// <summary>Byte for byte as KServe's own server: nulls are present and FP32 is printed as a double.</summary>
    KServe,
}
