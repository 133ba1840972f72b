namespace KServe.Conformance.Tests.Hosting;

/// <summary>Names the servers that tests run against.</summary>
internal enum ServerKind
{
    /// <summary>Default options, all models of the torture list, and a TLS port.</summary>
    Main,

    /// <summary>The same with small bodies and short waits for slow clients.</summary>
    Limited,

    /// <summary>The models of KServe's own tests, answers as the Open Inference Protocol says.</summary>
    GoldenStrict,

    /// <summary>The models of KServe's own tests, answers byte for byte as KServe's server.</summary>
    GoldenKServe,
}
