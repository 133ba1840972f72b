namespace KServe.Runtime.Generative.Configuration;

/// <summary>How rotary frequencies are stretched beyond the trained length.</summary>
internal enum RopeKind
{
    /// <summary>Not at all.</summary>
    Default,

    /// <summary>All positions divided by the factor.</summary>
    Linear,

    /// <summary>The base grown with the length of the sequence (NTK-aware).</summary>
    Dynamic,

    /// <summary>Low frequencies divided, high ones kept, a ramp between (YaRN, arXiv 2309.00071).</summary>
    Yarn,

    /// <summary>Low frequencies divided, a smooth step by wavelength (Llama 3.1).</summary>
    Llama3,

    /// <summary>A searched factor for each frequency, one set for short and one for long (arXiv 2402.13753).</summary>
    LongRope,
}
