namespace KServe.Conformance.Tests.Hosting;

/// <summary>Runs each case against one server and checks the invariants after it.</summary>
public abstract class ConformanceTest(ServerFixture fixture) : IAsyncLifetime
{
    private protected ServerFixture Fixture => fixture;

    private protected virtual ServerKind Kind => ServerKind.Main;

    private protected ConformanceServer Server { get; private set; } = null!;

    /// <summary>Gets or sets with what category errors may be logged in this case; any fails the others.</summary>
    private protected string? AllowedErrorLog { get; set; }

    private protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        Server = await fixture.GetAsync(Kind);
        Server.Reset();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await Server.CheckInvariantsAsync(AllowedErrorLog, CancellationToken.None);
    }
}
