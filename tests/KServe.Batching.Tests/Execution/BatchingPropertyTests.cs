using System.Globalization;
using KServe.Batching.Tests.Fakes;

namespace KServe.Batching.Tests.Execution;

/// <summary>Sends random requests at once and compares each answer with what the request alone would get.</summary>
public sealed class BatchingPropertyTests
{
    [Theory]
    [InlineData(1, 1, true)]
    [InlineData(2, 2, true)]
    [InlineData(3, 3, false)]
    [InlineData(4, 1, false)]
    public async Task PredictAsync_RandomRequests_EveryoneGetsTheirOwn(int seed, int places, bool isAdaptive)
    {
        await using var batcher = new Batcher(
            new RandomModel(seed),
            options =>
            {
                options.MaxBatchSize = 16;
                options.MaxDelay = TimeSpan.FromMilliseconds(1);
                options.AdaptiveDelay = isAdaptive;
                options.PriorityLevels = 3;
            },
            places,
            TimeProvider.System);
        var clients = Enumerable.Range(0, 24).Select(client => RunClientAsync(batcher, (seed * 100) + client));
        var tallies = await Task.WhenAll(clients);

        Assert.Equal(24 * 50, tallies.Sum(static tally => tally.Sum()));
        for (var outcome = 0; outcome < 3; outcome++)
        {
            Assert.True(tallies.Sum(tally => tally[outcome]) > 0);
        }

        Assert.Contains(batcher.Recorder.Executions, static execution => execution.Requests > 1);
        Assert.Equal(0, batcher.Scheduler.Waiting);
        Assert.Equal(0, batcher.Recorder.Waiting);
        await batcher.DisposeAsync();
        Assert.Equal(0, batcher.Pool.RentedCount);
    }

    private static async Task<int[]> RunClientAsync(Batcher batcher, int seed)
    {
        await Task.Yield();
        var random = new Random(seed);
        var tally = new int[3];
        for (var i = 0; i < 50; i++)
        {
            using var cancel = new CancellationTokenSource();
            using var request = RandomModel.NewRequest(random, batcher.Pool, out var isBad);
            if (random.Next(8) == 0)
            {
                cancel.CancelAfter(random.Next(3));
            }

            try
            {
                using var response = await batcher.Predictor.PredictAsync(request, cancel.Token);
                Assert.False(isBad, "A bad request must fail.");
                RandomModel.AssertAnswer(request, response);
                tally[0]++;
            }
            catch (InferenceException error)
            {
                Assert.True(isBad, error.Message);
                Assert.Equal(InferenceErrorCode.InvalidArgument, error.Code);
                tally[1]++;
            }
            catch (OperationCanceledException)
            {
                Assert.True(cancel.IsCancellationRequested);
                tally[2]++;
            }
        }

        return tally;
    }

    /// <summary>Doubles numbers and repeats texts row by row; refuses the number -1 wherever it stands.</summary>
    private sealed class RandomModel(int seed) : Predictor
    {
        private readonly Random _random = new(seed);

        public static InferRequest NewRequest(Random random, TensorPool pool, out bool isBad)
        {
            var request = new InferRequest("m", pool) { Id = random.Next().ToString(CultureInfo.InvariantCulture) };
            var rows = random.Next(10) == 0 ? random.Next(17, 20) : random.Next(1, 6);
            var columns = random.Next(1, 4);
            isBad = random.Next(40) == 0;
            var numbers = new float[rows * columns];
            for (var i = 0; i < numbers.Length; i++)
            {
                numbers[i] = random.Next(1000);
            }

            numbers[random.Next(numbers.Length)] = isBad ? -1 : 5;
            request.Inputs.Add(InferTensor.Rent<float>(pool, "x", [rows, columns], numbers));
            if (random.Next(2) == 0)
            {
                var texts = new string?[rows];
                for (var i = 0; i < rows; i++)
                {
                    texts[i] = random.Next(5) == 0 ? null : new string((char)('a' + random.Next(26)), random.Next(6));
                }

                request.Inputs.Insert(random.Next(2), BytesTensor.Rent(pool, "s", [rows], texts));
            }

            if (random.Next(3) == 0)
            {
                request.Parameters["priority"] = (long)random.Next(5);
                request.Parameters["kind"] = (long)random.Next(2);
            }

            return request;
        }

        public static void AssertAnswer(InferRequest request, InferResponse response)
        {
            Assert.Equal(request.Inputs.Count + 1, response.Outputs.Count);
            foreach (var input in request.Inputs)
            {
                var output = response.FindOutput(input.Name)!;
                Assert.Equal(input.Shape, output.Shape);
                if (input.DataType == TensorDataType.BYTES)
                {
                    Assert.Equal(input.ToNullableStrings(), output.ToNullableStrings());
                }
                else
                {
                    Assert.True(input.Data.Span.SequenceEqual(output.Data.Span));
                }
            }

            var numbers = request.GetInput("x").AsSpan<float>();
            var doubled = response.FindOutput("doubled")!.AsSpan<float>();
            Assert.Equal(numbers.Length, doubled.Length);
            for (var i = 0; i < numbers.Length; i++)
            {
                Assert.Equal(2 * numbers[i], doubled[i]);
            }

            Assert.Equal(
                request.HasParameters && request.Parameters.TryGet("kind", out var kind) ? kind.ToString() : "none",
                response.Parameters["kind"].ToString());
        }

        public override async ValueTask<InferResponse> PredictAsync(
            InferRequest request,
            CancellationToken cancellationToken)
        {
            int kind;
            lock (_random)
            {
                kind = _random.Next(3);
            }

            if (kind == 0)
            {
                await Task.Yield();
            }
            else if (kind == 1)
            {
                await Task.Delay(1, cancellationToken);
            }

            return Compute(request);
        }

        private static InferResponse Compute(InferRequest request)
        {
            var x = request.GetInput("x");
            if (x.AsSpan<float>().Contains(-1f))
            {
                throw InferenceException.InvalidArgument("a number is -1");
            }

            var doubled = InferTensor.Rent(request.Pool, "doubled", TensorDataType.FP32, x.Shape);
            for (var i = 0; i < x.AsSpan<float>().Length; i++)
            {
                doubled.AsSpan<float>()[i] = 2 * x.AsSpan<float>()[i];
            }

            var response = new InferResponse(doubled);
            foreach (var input in request.Inputs)
            {
                response.Outputs.Add(input.Alias(input.Name));
            }

            response.Parameters["kind"] =
                request.HasParameters && request.Parameters.TryGet("kind", out var kind) ? kind : "none";
            return response;
        }
    }
}
