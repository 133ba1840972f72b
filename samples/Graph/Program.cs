using Graph;
using KServe.Samples;

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddKServe()
    .AddPredictor<TopicPredictor>("topic")
    .AddPredictor("billing", static _ => new ReplyPredictor("billing"))
    .AddPredictor("technical-1", static _ => new ReplyPredictor("technical, version 1"))
    .AddPredictor("technical-2", static _ => new ReplyPredictor("technical, version 2"))
    .AddInferenceGraph("support", graph => graph
        .Sequence("root", root => root
            .Service("topic", step => step.Hard())
            .Node("experts", step => step.OnResponse().MapPredictionsToInstances()))
        .Switch("experts", experts => experts
            .Service("billing", step => step.When("instances.#(topic==\"billing\")"))
            .Node("technical", step => step.When("instances.#(topic==\"technical\")")))
        .Splitter("technical", technical => technical
            .Service("technical-1", step => step.Weight(90))
            .Service("technical-2", step => step.Weight(10))));

await using var app = builder.Build();
app.MapKServe();
return await app.RunAsync(args, Check.RunAsync);
