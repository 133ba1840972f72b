using KServe.ModelMesh.Tests.Fakes;

namespace KServe.ModelMesh.Tests.Loading;

/// <summary>Random operations against a simple reference, with fixed seeds.</summary>
public sealed class LruPropertyTests
{
    private const int Models = 30;
    private const long Budget = 100;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Operations_OneAfterTheOther_AsTheReference(int seed)
    {
        var random = new Random(seed);
        long[] sizes = [.. Enumerable.Range(0, Models).Select(_ => random.NextInt64(1, 30))];
        HashSet<string> pinned = ["m3", "m7"];
        await using var host = NewHost(sizes, pinned);
        var reference = new LruReference(Budget, name => sizes[int.Parse(name[1..])], pinned);
        for (var i = 0; i < 600; i++)
        {
            var name = $"m{(int)(Models * Math.Pow(random.NextDouble(), 2))}";
            if (random.Next(20) == 0)
            {
                await host.Mesh.UnloadAsync(name, Token);
                reference.Unload(name);
            }
            else
            {
                await host.InferAsync(name);
                reference.Use(name);
            }

            Assert.Equal(
                reference.Loaded.Order(StringComparer.Ordinal),
                Enumerable.Range(0, Models).Select(static m => $"m{m}").Where(host.IsLoaded)
                    .Order(StringComparer.Ordinal));
        }

        Assert.Equal(reference.Loads, host.World.TotalLoads);
        Assert.InRange(host.World.MaxResident, 1, Budget);
        await AssertBalancedAsync(host);
    }

    [Theory]
    [InlineData(11, false)]
    [InlineData(12, false)]
    [InlineData(13, true)]
    public async Task Operations_ManyAtOnce_BudgetHoldsAndBooksBalance(int seed, bool areSizesKnown)
    {
        var random = new Random(seed);
        long[] sizes = [.. Enumerable.Range(0, Models).Select(_ => random.NextInt64(1, 20))];
        await using var host = NewHost(sizes, pinned: [], areSizesKnown);
        host.World.OnLoad = static async (name, _) =>
        {
            await Task.Yield();
            if (name == "m5")
            {
                throw InferenceException.InvalidArgument("broken");
            }
        };
        using var ticking = new CancellationTokenSource();
        var clock = TickAsync(host, ticking.Token);
        var workers = Enumerable.Range(0, 16).Select(worker => RunAsync(host, new Random((seed * 100) + worker)));
        await Task.WhenAll(workers);
        await ticking.CancelAsync();
        await clock;

        // A model that turns out larger than it was guessed, or one that is loaded anew beside itself.
        Assert.InRange(host.World.MaxResident, 1, Budget + sizes.Max());
        Assert.True(host.World.TotalLoads > Models);
        await AssertBalancedAsync(host);
    }

    private static MeshHost NewHost(long[] sizes, HashSet<string> pinned, bool areSizesKnown = true)
    {
        var host = new MeshHost(configure: static options =>
        {
            options.Budget = Budget;
            options.DefaultModelSize = 2;
            options.MaxQueuedLoads = 1000;
        });
        for (var i = 0; i < Models; i++)
        {
            var name = $"m{i}";
            host.World.Sizes[name] = sizes[i];
            host.Mesh.Register(
                name,
                new MeshModelOptions { Size = areSizesKnown ? sizes[i] : null, Pinned = pinned.Contains(name) },
                model => host.World.Configure(name, model));
        }

        return host;
    }

    private static async Task RunAsync(MeshHost host, Random random)
    {
        for (var i = 0; i < 150; i++)
        {
            var name = $"m{random.Next(Models)}";
            try
            {
                switch (random.Next(12))
                {
                    case 0:
                        await host.Mesh.UnloadAsync(name, Token);
                        break;
                    case 1:
                        await host.Registry.LoadAsync(name, Token);
                        break;
                    case 2:
                        using (var cancel = new CancellationTokenSource())
                        {
                            var pin = host.PinAsync(name, cancel.Token);
                            await cancel.CancelAsync();
                            (await pin).Dispose();
                        }

                        break;
                    default:
                        await host.InferAsync(name);
                        break;
                }
            }
            catch (OperationCanceledException)
            {
                // The request was given up on purpose.
            }
            catch (InferenceException error)
            {
                Assert.True(
                    name == "m5" || error.Code == InferenceErrorCode.Unavailable, $"{name}: {error.Message}");
            }
        }
    }

    // Loads that find everything in use try again by the clock.
    private static async Task TickAsync(MeshHost host, CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            host.Time.Advance(TimeSpan.FromMilliseconds(5));
            await Task.Yield();
        }
    }

    private static async Task AssertBalancedAsync(MeshHost host)
    {
        for (var i = 0; i < Models; i++)
        {
            Assert.True(await host.Mesh.UnregisterAsync($"m{i}", Token));
        }

        Assert.Equal(0, host.Mesh.UsedBytes);
        Assert.Equal(0, host.Mesh.LoadedCount);
        Assert.Equal(0, host.Mesh.ModelCount);
        Assert.Equal(0, host.World.Resident);
        Assert.Equal(0, host.World.Instances);
        Assert.Empty(host.Registry.GetIndex());
    }
}
