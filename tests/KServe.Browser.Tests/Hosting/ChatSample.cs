namespace KServe.Browser.Tests.Hosting;

/// <summary>The sample with the small chat model.</summary>
public sealed class ChatSample() : Sample("Chat");
