using KServe.Kernels.Compute;
using KServe.Kernels.Linear;
using KServe.Runtime.Generative.Models;
using KServe.Runtime.Generative.Models.Encoders;
using KServe.Runtime.Generative.Serving.Encoders;
using KServe.Runtime.Generative.Tests.Models;
using KServe.Runtime.Generative.Weights;

namespace KServe.Runtime.Generative.Tests.Serving.Encoders;

public sealed class EncoderQueueTests : IAsyncDisposable
{
    private readonly ComputePool _pool = new(2);
    private readonly List<EncoderQueue> _queues = [];
    private readonly List<HeldScores> _held = [];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        _held.ForEach(static held => held.Open());
        foreach (var queue in _queues)
        {
            await queue.DisposeAsync();
        }

        _pool.Dispose();
    }

    [Fact]
    public async Task RunAsync_RequestsThatWait_ShareOnePassWithTheBitsOfEachAlone()
    {
        var queue = Create(maxTokens: 512);
        var texts = Enumerable.Range(0, 10).Select(static i => Text(5 + i, 1 + (3 * i))).ToArray();
        var (first, held) = await HoldAsync(queue);
        var scores = texts.Select(static _ => new HeldScores(1)).ToArray();
        var runs = texts.Select((text, i) => queue.RunAsync([text], scores[i], Token)).ToArray();
        held.Open();
        await Task.WhenAll([first, .. runs]);
        Assert.Equal(2, queue.PassCount);

        for (var i = 0; i < texts.Length; i++)
        {
            var alone = new HeldScores(1);
            await queue.RunAsync([texts[i]], alone, Token);
            Assert.Equal(alone.Rows[0], scores[i].Rows[0]);
        }

        Assert.Equal(2 + texts.Length, queue.PassCount);
    }

    [Fact]
    public async Task RunAsync_RequestOfManyTexts_DoesNotKeepOutTheNext()
    {
        var queue = Create(maxTokens: 20);
        List<string> order = [];
        var (first, held) = await HoldAsync(queue);
        var many = queue.RunAsync(
            [.. Enumerable.Range(0, 6).Select(static _ => Text(7, 10))], new HeldScores(6, order: order, name: "many"), Token);
        var one = queue.RunAsync([Text(8, 10)], new HeldScores(1, order: order, name: "one"), Token);
        held.Open();
        await Task.WhenAll(first, many, one);
        Assert.Equal(["many0", "one0", "many1", "many2", "many3", "many4", "many5"], order);
        Assert.Equal(1 + 4, queue.PassCount);
    }

    [Fact]
    public async Task RunAsync_Cancelled_LeavesTheOthers()
    {
        var queue = Create(maxTokens: 512);
        var (first, held) = await HoldAsync(queue);
        using var cancel = new CancellationTokenSource();
        var given = new HeldScores(1);
        var up = queue.RunAsync([Text(5, 4)], given, cancel.Token);
        var kept = new HeldScores(1);
        var other = queue.RunAsync([Text(6, 4)], kept, Token);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => up);
        held.Open();
        await Task.WhenAll(first, other);
        Assert.Null(given.Rows[0]);
        Assert.NotNull(kept.Rows[0]);
    }

    [Fact]
    public async Task RunAsync_TooManyWait_IsRefusedUntilSomebodyLeaves()
    {
        var queue = Create(maxTokens: 512, maxWaiting: 2);
        var (first, held) = await HoldAsync(queue);
        using var cancel = new CancellationTokenSource();
        var leaves = queue.RunAsync([Text(5, 4)], new HeldScores(1), cancel.Token);
        var stays = queue.RunAsync([Text(5, 4)], new HeldScores(1), Token);
        var error = await Assert.ThrowsAsync<InferenceException>(() =>
            queue.RunAsync([Text(5, 4)], new HeldScores(1), Token));
        Assert.Equal(InferenceErrorCode.ResourceExhausted, error.Code);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => leaves);
        var next = queue.RunAsync([Text(5, 4)], new HeldScores(1), Token);
        held.Open();
        await Task.WhenAll(first, stays, next);
    }

    [Fact]
    public async Task DisposeAsync_WhileAPassRuns_RefusesWhatWaitsAndEndsBehindIt()
    {
        var queue = Create(maxTokens: 512);
        var (first, held) = await HoldAsync(queue);
        var waits = queue.RunAsync([Text(5, 4)], new HeldScores(1), Token);
        var end = queue.DisposeAsync().AsTask();
        var error = await Assert.ThrowsAsync<InferenceException>(() => waits);
        Assert.Equal(InferenceErrorCode.Unavailable, error.Code);
        Assert.False(end.IsCompleted);
        held.Open();
        await Task.WhenAll(first, end);
        await Assert.ThrowsAsync<InferenceException>(() => queue.RunAsync([Text(5, 4)], new HeldScores(1), Token));
        _queues.Remove(queue);
    }

    [Fact]
    public async Task RunAsync_ModelFails_TellsItsRequestsAndGoesOn()
    {
        var queue = Create(maxTokens: 512);
        await Assert.ThrowsAsync<ArgumentException>(() =>
            queue.RunAsync([new EncoderInput([1 << 20], [0])], new HeldScores(1), Token));
        var scores = new HeldScores(1);
        await queue.RunAsync([Text(5, 4)], scores, Token);
        Assert.NotNull(scores.Rows[0]);
    }

    [Fact]
    public async Task RunAsync_ChosenTokens_HaveTheBitsThatTheyHaveAmongAll()
    {
        var queue = Create(512, "bert-masked-lm", EncoderTask.MaskedTokens);
        var text = Text(9, 12);
        var all = new HeldScores(1);
        var chosen = new HeldScores(2);
        await queue.RunAsync([text], all, Token);
        await queue.RunAsync([text with { Chosen = [3, 11] }, text with { Chosen = [5] }], chosen, Token);
        Assert.Equal([.. all.Rows[0][(3 * 384)..(4 * 384)], .. all.Rows[0][(11 * 384)..]], chosen.Rows[0]);
        Assert.Equal(all.Rows[0][(5 * 384)..(6 * 384)], chosen.Rows[1]);
    }

    private static EncoderInput Text(int first, int length) =>
        new([.. Enumerable.Range(0, length).Select(i => 5 + ((first * (i + 1)) % 300))], new int[length]);

    private async Task<(Task Run, HeldScores Scores)> HoldAsync(EncoderQueue queue)
    {
        var scores = new HeldScores(1, isHeld: true);
        _held.Add(scores);
        var run = queue.RunAsync([Text(3, 3)], scores, Token);
        await scores.Begun;
        return (run, scores);
    }

    private EncoderQueue Create(
        int maxTokens,
        string name = "bert-sequence-classification",
        EncoderTask task = EncoderTask.SequenceClassification,
        int maxWaiting = 100)
    {
        var model = EncoderLoader.Load(
            WeightStore.Open(ArchitectureGolden.PathOf(name)), task, WeightPrecision.None, _pool);
        var queue = new EncoderQueue(model, maxTokens, maxWaiting);
        _queues.Add(queue);
        return queue;
    }
}
