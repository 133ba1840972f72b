namespace KServe.Browser.Tests.Hosting;

/// <summary>The sample whose new version takes its traffic by itself, in short steps.</summary>
public sealed class CanarySample() : Sample("Canary", "--StepDuration", "00:00:00.4");
