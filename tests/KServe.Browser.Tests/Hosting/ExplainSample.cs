namespace KServe.Browser.Tests.Hosting;

/// <summary>The sample whose page draws SHAP values.</summary>
public sealed class ExplainSample() : Sample("Explain");
